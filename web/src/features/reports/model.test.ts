import { expect, it } from 'vitest';
import { periodsOf, shade, week } from './model';

it('takes today into the period and puts one as long before it', () => {
  const now = new Date(2026, 10, 27, 23, 59).getTime();
  expect(periodsOf('7', now)).toEqual({
    now: { since: '2026-11-21', until: '2026-11-27' },
    before: { since: '2026-11-14', until: '2026-11-20' },
  });
});

it('lays the hours out as a week that begins on Monday', () => {
  const grid = week([
    { weekday: 1, hour: 9, inbound: 4 },
    { weekday: 7, hour: 23, inbound: 2 },
  ]);
  expect(grid).toHaveLength(7);
  expect([grid[0]?.[9], grid[6]?.[23], grid[3]?.[3]]).toEqual([4, 2, 0]);
});

it('shows the least there is as more than nothing', () => {
  expect([0, 1, 50, 51, 100].map((value) => shade(value, 100))).toEqual([0, 1, 2, 3, 4]);
  expect(shade(0, 0)).toBe(0);
});
