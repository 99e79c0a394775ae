import type { Report } from '@/api/types';

const DAY = 86_400_000;

export const RANGES = ['7', '28', '90'] as const;
export type Range = (typeof RANGES)[number];

/** A day in the person's own zone, as the API takes it. */
function dayOf(at: number): string {
  const day = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** The last so many days, today included, and as many before them. */
export function periodsOf(range: Range, now: number) {
  const days = Number(range);
  // By noon, so that a day of 23 or 25 hours moves no date.
  const noon = new Date(now).setHours(12, 0, 0, 0);
  return {
    now: { since: dayOf(noon - (days - 1) * DAY), until: dayOf(noon) },
    before: { since: dayOf(noon - (2 * days - 1) * DAY), until: dayOf(noon - days * DAY) },
  };
}

/** Messages of each hour of the week, Monday first; hours without any are 0. */
export function week(byHour: Report['by_hour']): readonly (readonly number[])[] {
  const grid = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0));
  for (const { weekday, hour, inbound } of byHour) {
    const row = grid[weekday - 1];
    if (row !== undefined && hour < 24) row[hour] = inbound;
  }
  return grid;
}

/** How full a cell is, in five steps: 0 for nothing, 4 for the busiest. */
export function shade(value: number, most: number): number {
  if (value === 0 || most === 0) return 0;
  return Math.max(1, Math.ceil((value / most) * 4));
}

export function total(report: Report, side: 'inbound' | 'outbound'): number {
  return report.volume.reduce((sum, day) => sum + day[side], 0);
}

/** The report as rows of a spreadsheet: each table under its name. */
export function sheet(report: Report): (string | number | null)[][] {
  return [
    ['day', 'inbound', 'outbound'],
    ...report.volume.map((day) => [day.at, day.inbound, day.outbound]),
    [],
    [
      'person',
      'sent',
      'chats',
      'first_answers',
      'median_first_answer_seconds',
      'resolved',
      'median_resolution_seconds',
    ],
    ...report.by_agent.map((row) => [
      row.user?.name ?? '',
      row.sent,
      row.chats,
      row.first_answers,
      row.median_first_answer_seconds,
      row.resolved,
      row.median_resolution_seconds,
    ]),
    [],
    ['platform', 'inbound', 'outbound', 'chats', 'first_answers', 'median_first_answer_seconds'],
    ...report.by_platform.map((row) => [
      row.platform,
      row.inbound,
      row.outbound,
      row.chats,
      row.first_answers,
      row.median_first_answer_seconds,
    ]),
  ];
}
