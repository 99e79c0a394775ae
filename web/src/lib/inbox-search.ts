import type { Platform } from '@/api/types';
import type { ListFilter } from './live/model';

/** What of the inbox stands in the address: a link shows the same list. Defaults are left out. */
export type InboxSearch = {
  tab?: 'mine' | 'unassigned';
  platform?: Platform;
  window?: 'closing';
  unread?: true;
  state?: 'snoozed' | 'resolved' | 'all';
  label?: string;
  q?: string;
  person?: true;
};

/** Reads the address without trusting it. */
export function parseInboxSearch(raw: Record<string, unknown>): InboxSearch {
  const search: InboxSearch = {};
  if (raw.tab === 'mine' || raw.tab === 'unassigned') search.tab = raw.tab;
  if (raw.platform === 'INSTAGRAM' || raw.platform === 'FACEBOOK') search.platform = raw.platform;
  if (raw.window === 'closing') search.window = 'closing';
  if (raw.unread === true) search.unread = true;
  if (raw.state === 'snoozed' || raw.state === 'resolved' || raw.state === 'all') search.state = raw.state;
  if (raw.person === true) search.person = true;
  const label = textOf(raw.label);
  if (label !== null) search.label = label;
  const q = textOf(raw.q);
  if (q !== null) search.q = q;
  return search;
}

/** The router reads "123" in an address as a number. */
function textOf(raw: unknown): string | null {
  return (typeof raw === 'string' || typeof raw === 'number') && String(raw) !== '' ? String(raw) : null;
}

/** What is done with is out of the way, unless it is asked for: by its state, or by a search, which looks everywhere. */
function stateOf({ state, q }: InboxSearch): ListFilter['state'] {
  if (state !== undefined) return state === 'all' ? null : state;
  return q === undefined ? 'open' : null;
}

export function filterOf(search: InboxSearch): ListFilter {
  return {
    tab: search.tab ?? 'all',
    platform: search.platform ?? null,
    window: search.window ?? null,
    unread: search.unread ?? false,
    state: stateOf(search),
    label: search.label ?? null,
    q: search.q ?? '',
  };
}
