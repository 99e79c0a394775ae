import type { ConversionTotal } from '@/api/types';

export type NameTotal = {
  readonly name: string;
  readonly events: number;
  readonly success: number;
  readonly failed: number;
  readonly unknown: number;
  /** What Meta took was worth this much, in each currency. */
  readonly worth: ReadonlyMap<string, number>;
};

/** The days of a period by name; most events first. */
export function byName(totals: readonly ConversionTotal[]): readonly NameTotal[] {
  const names = new Map<string, ConversionTotal[]>();
  for (const one of totals) names.set(one.event_name, [...(names.get(one.event_name) ?? []), one]);
  return [...names]
    .map(([name, days]) => ({
      name,
      events: sumOf(days, 'events'),
      success: sumOf(days, 'success'),
      failed: sumOf(days, 'failed'),
      unknown: sumOf(days, 'unknown'),
      worth: worthOf(days),
    }))
    .sort((a, b) => b.events - a.events || a.name.localeCompare(b.name));
}

type Count = 'events' | 'success' | 'failed' | 'unknown';

export function sumOf(totals: readonly ConversionTotal[], count: Count): number {
  return totals.reduce((sum, one) => sum + one[count], 0);
}

/** What Meta took was worth this much; money of two currencies is never added up. */
export function worthOf(totals: readonly ConversionTotal[]): ReadonlyMap<string, number> {
  const worth = new Map<string, number>();
  for (const { currency, value } of totals) {
    if (currency !== null && value !== null) worth.set(currency, (worth.get(currency) ?? 0) + value);
  }
  return worth;
}

/** Newest day first, in a day most events first. */
export function newestFirst(totals: readonly ConversionTotal[]): readonly ConversionTotal[] {
  return [...totals].sort(
    (a, b) => b.day.localeCompare(a.day) || b.events - a.events || a.event_name.localeCompare(b.event_name),
  );
}

/** The whole period as a table of numbers: a row for each day, name and currency. */
export function rowsOf(totals: readonly ConversionTotal[]): (string | number | null)[][] {
  const head = ['day', 'event_name', 'currency', 'events', 'success', 'failed', 'unknown', 'value'];
  const rows = totals.map((one) => [
    ...[one.day, one.event_name, one.currency],
    ...[one.events, one.success, one.failed, one.unknown, one.value],
  ]);
  return [head, ...rows];
}

export type DayTotal = { readonly day: string; readonly events: number };

/** Events per day from the first to the last day of the period, days without any included. */
export function byDay(totals: readonly ConversionTotal[], since: string, until: string): readonly DayTotal[] {
  const days = new Map<string, number>();
  for (let day = since; day <= until; day = dayAfter(day)) days.set(day, 0);
  for (const one of totals) days.set(one.day, (days.get(one.day) ?? 0) + one.events);
  return [...days].map(([day, events]) => ({ day, events }));
}

const DAY = 86_400_000;

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function dayAfter(day: string): string {
  return dayOf(Date.parse(`${day}T00:00:00Z`) + DAY);
}

/** The first and the last day of the last so many days, in UTC as the totals have it. */
export function lastDays(count: number, now: number): { since: string; until: string } {
  return { since: dayOf(now - (count - 1) * DAY), until: dayOf(now) };
}
