import type { ConversionTotal } from '@/api/types';

export type NameTotal = {
  readonly name: string;
  readonly currency: string | null;
  readonly events: number;
  readonly success: number;
  readonly failed: number;
  readonly unknown: number;
  readonly value: number | null;
};

/** The days of a period by name and currency; most events first. */
export function byName(totals: readonly ConversionTotal[]): readonly NameTotal[] {
  const names = new Map<string, NameTotal>();
  for (const one of totals) {
    const key = `${one.event_name} ${one.currency ?? ''}`;
    const sum = names.get(key);
    const value = sum?.value == null ? one.value : sum.value + (one.value ?? 0);
    names.set(key, {
      name: one.event_name,
      currency: one.currency,
      events: (sum?.events ?? 0) + one.events,
      success: (sum?.success ?? 0) + one.success,
      failed: (sum?.failed ?? 0) + one.failed,
      unknown: (sum?.unknown ?? 0) + one.unknown,
      value,
    });
  }
  return [...names.values()].sort((a, b) => b.events - a.events || a.name.localeCompare(b.name));
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
