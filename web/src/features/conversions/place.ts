import type { Conversion } from '@/api/types';

export const STATES = ['queued', 'success', 'failed', 'unknown'] as const satisfies readonly Conversion['status'][];
/** How many days of totals are shown. */
export const RANGES = ['7', '28', '90'] as const;
/** How many days back the list goes. */
export const SINCES = ['1', '7', '28', '90'] as const;

/** What of the screen stands in the address. */
export type Place = {
  readonly range: (typeof RANGES)[number];
  readonly status: Conversion['status'] | null;
  readonly name: string | null;
  readonly since: (typeof SINCES)[number] | null;
};

/** Reads an address that anybody may have typed. */
export function placeOf(raw: Readonly<Record<string, unknown>>): Place {
  // The router reads what looks like a number as one.
  const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
  return {
    range: RANGES.find((one) => one === text(raw.range)) ?? '28',
    status: STATES.find((one) => one === raw.status) ?? null,
    name: text(raw.name) || null,
    since: SINCES.find((one) => one === text(raw.since)) ?? null,
  };
}

/** The address of a place; what is as from the start is left out. Numbers are given as such, or they would be quoted. */
export function searchOf({ range, status, name, since }: Place): Record<string, string | number> {
  return {
    ...(range !== '28' && { range: Number(range) }),
    ...(status !== null && { status }),
    ...(name !== null && { name }),
    ...(since !== null && { since: Number(since) }),
  };
}

/** Midnight in the person's zone of the first of the last so many days, today included. */
export function startOf(days: number, now: number): string {
  const day = new Date(now);
  day.setDate(day.getDate() - (days - 1));
  day.setHours(0, 0, 0, 0);
  return day.toISOString();
}
