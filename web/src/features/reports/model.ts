import type { Platform, Report } from '@/api/types';

const DAY = 86_400_000;

export const RANGES = ['7', '28', '90'] as const;
/** `days`: from one day to another, as the person chose them. */
export type Range = (typeof RANGES)[number] | 'days';

/** The longest time a report is made of. */
const MOST_DAYS = 366;

/** What of the screen stands in the address. */
export type Place = {
  readonly platform: Platform | null;
  readonly range: Range;
  /** Days as `2026-01-31`, with `days`. */
  readonly since: string | null;
  readonly until: string | null;
};

export function placeOf(raw: Record<string, unknown>): Place {
  const { platform, range } = raw;
  const day = (value: unknown) => (typeof value === 'string' && isDay(value) ? value : null);
  const [since, until] = [day(raw.since), day(raw.until)];
  return {
    platform: platform === 'INSTAGRAM' || platform === 'FACEBOOK' ? platform : null,
    range: since !== null && until !== null ? 'days' : (RANGES.find((one) => one === String(range)) ?? '28'),
    since,
    until,
  };
}

/** The address of a place; defaults are left out. */
export function searchOf({ platform, range, since, until }: Place): Record<string, string> {
  return {
    ...(platform !== null && { platform }),
    ...(range !== '28' && range !== 'days' && { range }),
    ...(range === 'days' && since !== null && until !== null && { since, until }),
  };
}

function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
}

/** A day in the person's own zone, as the API takes it. */
export function dayOf(at: number): string {
  const day = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** Noon of a day in the person's own zone: a day of 23 or 25 hours then moves no date. */
export function noonOf(day: string): number {
  return new Date(`${day}T12:00:00`).getTime();
}

export type Period = { readonly since: string; readonly until: string };

/** The days that are meant, both ends included, and as many before them. */
export function periodsOf(
  place: Omit<Place, 'platform'>,
  now: number,
): { readonly now: Period; readonly before: Period } {
  if (place.range === 'days' && place.since !== null && place.until !== null) {
    return withBefore(noonOf(place.since), noonOf(place.until));
  }
  const today = new Date(now).setHours(12, 0, 0, 0);
  return withBefore(today - (Number(place.range) - 1) * DAY, today);
}

function withBefore(first: number, last: number) {
  const count = Math.round((last - first) / DAY) + 1;
  return {
    now: { since: dayOf(first), until: dayOf(last) },
    before: { since: dayOf(first - count * DAY), until: dayOf(first - DAY) },
  };
}

type BadDays = 'order' | 'long';

/** Why no report can be made of these days. */
export function problemOf({ since, until }: Period): BadDays | null {
  const count = Math.round((noonOf(until) - noonOf(since)) / DAY) + 1;
  if (count < 1) return 'order';
  return count > MOST_DAYS ? 'long' : null;
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

/** Nobody wrote, and nobody did anything. */
export function isEmpty(report: Report): boolean {
  return total(report, 'inbound') + total(report, 'outbound') + report.resolution.count === 0;
}
