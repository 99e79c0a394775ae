import { expect, it } from 'vitest';
import type { Report } from '@/api/types';
import { isEmpty, periodsOf, placeOf, problemOf, searchOf, shade, week } from './model';

const place = placeOf({});

it('takes today into the period and puts one as long before it', () => {
  const now = new Date(2026, 10, 27, 23, 59).getTime();
  expect(periodsOf({ ...place, range: '7' }, now)).toEqual({
    now: { since: '2026-11-21', until: '2026-11-27' },
    before: { since: '2026-11-14', until: '2026-11-20' },
  });
});

it('compares chosen days with as many before them, over a change of the clocks too', () => {
  const chosen = placeOf({ since: '2026-03-20', until: '2026-04-02' });
  expect(periodsOf(chosen, 0)).toEqual({
    now: { since: '2026-03-20', until: '2026-04-02' },
    before: { since: '2026-03-06', until: '2026-03-19' },
  });
});

it('finds its way back from the address, and keeps the platform in it', () => {
  const days = { platform: 'FACEBOOK', range: 'days', since: '2026-11-01', until: '2026-11-30' } as const;
  expect(placeOf(searchOf(days))).toEqual(days);
  expect(searchOf(place)).toEqual({});
  // The router reads a number where it can.
  expect(placeOf({ range: 7, since: 'yesterday' })).toEqual({ ...place, range: '7' });
});

it('says why there is no report of some days', () => {
  expect(problemOf({ since: '2026-11-02', until: '2026-11-01' })).toBe('order');
  expect(problemOf({ since: '2025-11-01', until: '2026-11-01' })).toBeNull();
  expect(problemOf({ since: '2025-10-31', until: '2026-11-01' })).toBe('long');
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

it('is not empty where chats were only resolved', () => {
  const report = { volume: [{ at: '', inbound: 0, outbound: 0 }], resolution: { count: 0 } } as unknown as Report;
  expect(isEmpty(report)).toBe(true);
  expect(isEmpty({ ...report, resolution: { ...report.resolution, count: 1 } })).toBe(false);
});
