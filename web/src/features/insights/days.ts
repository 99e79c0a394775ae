const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Meta's days are those of the Pacific coast of the United States, wherever the account is. */
export const META_ZONE = 'America/Los_Angeles';

export const RANGES = ['7', '14', '28'] as const;
export type Range = (typeof RANGES)[number];

/** Some of Meta's days: from the midnight of the first to the midnight after the last. */
export type Period = { readonly since: string; readonly until: string; readonly days: readonly string[] };

const calendar = new Intl.DateTimeFormat('en-CA', { timeZone: META_ZONE, dateStyle: 'short' });
const hours = new Intl.DateTimeFormat('en-GB', { timeZone: META_ZONE, hour: '2-digit' });

/** Meta's day of a moment, as `2026-01-31`. */
export function metaDay(at: number): string {
  return calendar.format(at);
}

/** The moment at which a day of Meta's begins: 8 h after UTC's, or 7 h in summer. */
export function midnightOf(day: string): number {
  const winter = Date.parse(`${day}T08:00:00Z`);
  return hours.format(winter) === '01' ? winter - HOUR : winter;
}

function plusDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + count * DAY).toISOString().slice(0, 10);
}

/** A moment of the day for axes and tables, which tell it in UTC's zone: there it has the same name. */
export function noonOf(day: string): number {
  return Date.parse(`${day}T12:00:00Z`);
}

function periodOf(first: string, count: number): Period {
  const moment = (day: string) => new Date(midnightOf(day)).toISOString();
  return {
    since: moment(first),
    until: moment(plusDays(first, count)),
    days: Array.from({ length: count }, (_, index) => plusDays(first, index)),
  };
}

/** The last so many full days, and as many before them. Today is left out: Meta is still counting it. */
export function periodsOf(range: Range, now: number): { readonly now: Period; readonly before: Period } {
  const count = Number(range);
  const today = metaDay(now);
  return { now: periodOf(plusDays(today, -count), count), before: periodOf(plusDays(today, -2 * count), count) };
}

/** The day that a point of a series is of: Meta stamps each with the end of its day. */
export function dayOfPoint(at: number): string {
  return metaDay(at - 1);
}

/** The day that a figure of the last 24 hours is most of. */
export function dayOfSample(at: number): string {
  return metaDay(at - 12 * HOUR);
}
