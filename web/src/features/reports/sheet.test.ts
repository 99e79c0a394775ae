import { expect, it } from 'vitest';
import type { Report } from '@/api/types';
import { SHEETS, sheetOf } from './sheet';

const report: Report = {
  since: '2026-11-26T00:00:00Z',
  until: '2026-11-27T00:00:00Z',
  volume: [{ at: '2026-11-26T00:00:00Z', inbound: 3, outbound: 2 }],
  by_hour: [{ weekday: 4, hour: 9, inbound: 3 }],
  first_answer: { count: 1, median_seconds: 40, p90_seconds: 90, waiting: 1 },
  resolution: { count: 0, median_seconds: null, p90_seconds: null },
  by_agent: [
    {
      user: null,
      sent: 2,
      chats: 1,
      first_answers: 1,
      median_first_answer_seconds: 40,
      resolved: 0,
      median_resolution_seconds: null,
    },
  ],
  by_platform: [
    {
      platform: 'INSTAGRAM',
      inbound: 3,
      outbound: 2,
      chats: 1,
      first_answers: 1,
      median_first_answer_seconds: 40,
    },
  ],
};

it('gives each table a head and rows as wide as it', () => {
  for (const sheet of SHEETS) {
    const rows = sheetOf(report, sheet);
    expect(new Set(rows.map((row) => row.length)).size, sheet).toBe(1);
    expect(rows.length, sheet).toBeGreaterThan(1);
  }
});

it('has every hour of the week, and an empty cell for what is not known', () => {
  const hours = sheetOf(report, 'hours');
  expect(hours).toHaveLength(1 + 7 * 24);
  expect(hours).toContainEqual([4, 9, 3]);
  expect(sheetOf(report, 'people')[1]).toEqual(['', 2, 1, 1, 40, 0, null]);
});
