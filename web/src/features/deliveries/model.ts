import type { Delivery, Platform } from '@/api/types';
import { OUTCOMES, type Outcome } from './api';

/** What stands for a delivery in the list: the outcome that most wants looking at. */
const WEIGHT: readonly (Outcome | 'new')[] = [
  ...(['quarantined', 'parked', 'unsupported', 'new', 'deferred', 'test', 'applied', 'duplicate'] as const),
];

export function summary(delivery: Pick<Delivery, 'state' | 'items'>): Outcome | 'new' {
  if (delivery.state === 'quarantined') return 'quarantined';
  if (delivery.state === 'new') return 'new';
  const found = new Set<string>(delivery.items.map((item) => item.outcome));
  return WEIGHT.find((one) => found.has(one)) ?? 'applied';
}

/** The reason in words: of the whole delivery, else of the first element that has one. */
export function reasonOf(delivery: Pick<Delivery, 'reason' | 'items'>): string | null {
  return delivery.reason ?? delivery.items.find((item) => item.reason !== null)?.reason ?? null;
}

/** How many elements came to what, in the fixed order of outcomes. */
export function counts(items: Delivery['items']): readonly { readonly outcome: Outcome; readonly count: number }[] {
  return OUTCOMES.map((outcome) => ({
    outcome,
    count: items.filter((item) => item.outcome === outcome).length,
  })).filter((one) => one.count > 0);
}

type Times = Pick<Delivery, 'received_at' | 'applied_at' | 'state'>;

/** Milliseconds from arrival to being understood, by the last run of it; null while it is in line. */
export function lagOf({ received_at, applied_at, state }: Times): number | null {
  return applied_at === null || state === 'new' ? null : Math.max(0, Date.parse(applied_at) - Date.parse(received_at));
}

type Lag = {
  /** Half of them took at most so many milliseconds. */
  readonly half: number | null;
  /** Nineteen of twenty. The slowest alone may be one that was run again after days. */
  readonly most: number | null;
  /** Not understood yet. */
  readonly waiting: number;
};

export function lag(deliveries: readonly Times[]): Lag {
  const times = deliveries
    .map(lagOf)
    .filter((ms) => ms !== null)
    .sort((a, b) => a - b);
  const within = (share: number) => times[Math.ceil(times.length * share) - 1] ?? null;
  return { half: within(0.5), most: within(0.95), waiting: deliveries.length - times.length };
}

const HOUR = 3_600_000;

/** How many came within the last hour; `more`: the list ends before the hour does. */
export function lastHour(
  deliveries: readonly Pick<Delivery, 'received_at'>[],
  complete: boolean,
  now: number,
): { readonly count: number; readonly more: boolean } {
  const count = deliveries.filter((one) => Date.parse(one.received_at) > now - HOUR).length;
  return { count, more: !complete && count === deliveries.length };
}

/** Replay helps what was not applied, and harms nothing else; an applied delivery has nothing to gain. */
export function replayHelps(delivery: Pick<Delivery, 'state' | 'items'>): boolean {
  return !['applied', 'duplicate', 'test', 'new'].includes(summary(delivery));
}

/** The accounts that a delivery was for, by Meta's ids. */
export function accountsOf({ items }: Pick<Delivery, 'items'>): readonly Addressee[] {
  const found = new Map<string, Addressee>();
  for (const { account_id: id, platform, outcome } of items) {
    // Meta's test button names an account that is nobody's.
    if (id !== null && outcome !== 'test')
      found.set(id, { id, platform: platform === 'FACEBOOK' || platform === 'INSTAGRAM' ? platform : null });
  }
  return [...found.values()];
}

export type Addressee = { readonly id: string; readonly platform: Platform | null };

/** The one before and the one after in the order of the list. */
export function neighbours(order: readonly string[], id: string): { before: string | null; after: string | null } {
  const at = order.indexOf(id);
  if (at === -1) return { before: null, after: null };
  return { before: order[at - 1] ?? null, after: order[at + 1] ?? null };
}
