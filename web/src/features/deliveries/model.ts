import type { Delivery } from '@/api/types';
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

/** Milliseconds from arrival to being understood; null while it is not. */
export function lagOf({ received_at, applied_at }: Pick<Delivery, 'received_at' | 'applied_at'>): number | null {
  return applied_at === null ? null : Math.max(0, Date.parse(applied_at) - Date.parse(received_at));
}

export type Lag = {
  /** Half of them took at most so many milliseconds. */
  readonly median: number | null;
  readonly slowest: number | null;
  /** Not understood yet. */
  readonly waiting: number;
};

export function lag(deliveries: readonly Pick<Delivery, 'received_at' | 'applied_at'>[]): Lag {
  const times = deliveries
    .map(lagOf)
    .filter((ms) => ms !== null)
    .sort((a, b) => a - b);
  return {
    median: times[Math.ceil(times.length / 2) - 1] ?? null,
    slowest: times.at(-1) ?? null,
    waiting: deliveries.length - times.length,
  };
}

/** Replay helps what was not applied, and harms nothing else; an applied delivery has nothing to gain. */
export function replayHelps(delivery: Pick<Delivery, 'state' | 'items'>): boolean {
  return !['applied', 'duplicate', 'test', 'new'].includes(summary(delivery));
}

/** The body for reading: JSON is set out, anything else stays as it came. */
export function readable(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
