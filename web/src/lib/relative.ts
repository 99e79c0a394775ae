import { daysApart, localeFor } from './time';

const DAY = 86_400_000;

const UNITS = [
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

const relatives = new Map<string, Intl.RelativeTimeFormat>();

/** How far away it is, in the largest unit that fits: "12 min ago", "in 6 days", "now" within a minute. */
export function relative(at: number, now: number, language: string): string {
  let made = relatives.get(language);
  if (made === undefined) {
    made = new Intl.RelativeTimeFormat(localeFor(language), { numeric: 'auto', style: 'short' });
    relatives.set(language, made);
  }
  const apart = at - now;
  // A day is one that the person's calendar turns, not 24 hours.
  if (Math.abs(apart) >= DAY) return made.format(-daysApart(at, now), 'day');
  const [unit, length] = UNITS.find(([, ms]) => Math.abs(apart) >= ms) ?? ['second', Number.POSITIVE_INFINITY];
  return made.format(Math.trunc(apart / length), unit);
}
