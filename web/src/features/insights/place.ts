import { RANGES, type Range } from './days';

export const SCOPES = ['account', 'media', 'story'] as const;
type InsightScope = (typeof SCOPES)[number];

/** What of the screen stands in the address. */
export type Place = {
  readonly scope: InsightScope;
  /** Meta's id of the account; null for the default one. */
  readonly account: string | null;
  readonly range: Range;
  readonly compare: boolean;
  /** The figure that is plotted, or by which posts are sorted. */
  readonly metric: string | null;
  /** Meta's id of the post or story that is open. */
  readonly post: string | null;
};

export function placeOf(raw: Record<string, unknown>): Place {
  // Ids are digits, which the router reads as a number when they are few enough.
  const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
  return {
    scope: SCOPES.find((one) => one === raw.scope) ?? 'account',
    account: text(raw.account) || null,
    range: RANGES.find((one) => one === text(raw.range)) ?? '28',
    compare: raw.compare !== 'no',
    metric: text(raw.metric) || null,
    post: text(raw.post) || null,
  };
}

/** The address of a place; defaults are left out. */
export function searchOf(place: Place): Record<string, string> {
  return {
    ...(place.scope !== 'account' && { scope: place.scope }),
    ...(place.account !== null && { account: place.account }),
    ...(place.range !== '28' && { range: place.range }),
    ...(!place.compare && { compare: 'no' }),
    ...(place.metric !== null && { metric: place.metric }),
    ...(place.post !== null && { post: place.post }),
  };
}
