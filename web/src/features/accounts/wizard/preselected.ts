import type { Managed } from '@/api/accounts';
import type { Choosable } from '@/api/types';

/** As many as the server connects at once. */
export const MOST_CHOSEN = 20;

/** Who came to connect an account again means that one; else nobody is connected by inattention. */
export function preselected(accounts: readonly Choosable[], again: Managed | null): string[] {
  return accounts
    .filter(({ platform, id }) => platform === again?.platform && id === again.externalId)
    .map(({ id }) => id);
}
