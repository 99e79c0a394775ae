import { expect, it } from 'vitest';
import { dayOfPoint, dayOfSample, metaDay, midnightOf, periodsOf } from './days';

it('begins a day at Pacific midnight, in winter, in summer, and where the clocks change', () => {
  const hour = (day: string) => new Date(midnightOf(day)).toISOString().slice(11, 16);
  expect(['2026-01-15', '2026-07-15', '2026-03-08', '2026-03-09', '2026-11-01', '2026-11-02'].map(hour)).toEqual([
    '08:00',
    '07:00',
    '08:00',
    '07:00',
    '07:00',
    '08:00',
  ]);
});

it('compares the last full days with as many before them', () => {
  // Half past seven in the morning in London is still yesterday for Meta.
  const { now, before } = periodsOf('7', Date.UTC(2026, 10, 27, 7, 30));
  expect([now.days[0], now.days.at(-1), now.until]).toEqual(['2026-11-19', '2026-11-25', '2026-11-26T08:00:00.000Z']);
  expect([before.since, before.until]).toEqual(['2026-11-12T08:00:00.000Z', now.since]);
  expect(periodsOf('28', Date.UTC(2026, 10, 27, 9)).now.days.at(-1)).toBe('2026-11-26');
});

it('keeps a range within 30 days where the clocks change', () => {
  const { now } = periodsOf('28', Date.UTC(2026, 10, 20, 12));
  expect(now.since).toBe('2026-10-23T07:00:00.000Z');
  expect(now.days).toHaveLength(28);
});

it('names the day that a figure is of', () => {
  expect(dayOfPoint(Date.parse('2026-11-27T08:00:00Z'))).toBe('2026-11-26');
  expect(metaDay(Date.parse('2026-11-27T08:00:00Z'))).toBe('2026-11-27');
  expect(dayOfSample(Date.parse('2026-11-27T09:00:00Z'))).toBe('2026-11-26');
});
