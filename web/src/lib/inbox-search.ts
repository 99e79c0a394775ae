import type { Platform } from '@/api/types';
import type { ListFilter } from './live/model';

/** What of the inbox stands in the address: a link shows the same list. Defaults are left out. */
export type InboxSearch = {
  tab?: 'mine' | 'unassigned';
  platform?: Platform;
  window?: 'closing';
  unread?: true;
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
  if (raw.person === true) search.person = true;
  // The router reads "123" in an address as a number.
  const { q } = raw;
  if ((typeof q === 'string' || typeof q === 'number') && String(q) !== '') search.q = String(q);
  return search;
}

export function filterOf(search: InboxSearch): ListFilter {
  return {
    tab: search.tab ?? 'all',
    platform: search.platform ?? null,
    window: search.window ?? null,
    unread: search.unread ?? false,
    q: search.q ?? '',
  };
}
