import { expect, it } from 'vitest';
import { snoozeChoices } from './snooze';

const local = (day: number, hour: number) => new Date(2026, 10, day, hour, 0, 0, 0).getTime();
const keys = (now: number) => snoozeChoices(now).map((one) => one.key);

it('offers the evening only while it is still to come', () => {
  // Wednesday 25 November 2026.
  expect(keys(local(25, 10))).toEqual(['reply', 'hour', 'evening', 'tomorrow', 'monday']);
  expect(keys(local(25, 17))).toEqual(['reply', 'hour', 'tomorrow', 'monday']);
});

it('names Monday once', () => {
  const sunday = snoozeChoices(local(22, 10));
  expect(sunday.map((one) => one.key)).not.toContain('monday');
  expect(sunday.find((one) => one.key === 'tomorrow')?.until).toBe(local(23, 9));
  const monday = snoozeChoices(local(23, 10)).find((one) => one.key === 'monday');
  expect(monday?.until).toBe(local(30, 9));
});
