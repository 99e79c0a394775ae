import type { Managed } from '@/api/accounts';
import type { Platform } from '@/api/types';

/** A login at one of Meta's two doors, or a token from elsewhere. */
export type Way = Platform | 'paste';

/** The doors that lead to an account of this platform. A Page has no login at Instagram. */
export function waysOf(platform: Platform): readonly Way[] {
  return platform === 'INSTAGRAM' ? ['FACEBOOK', 'INSTAGRAM', 'paste'] : ['FACEBOOK', 'paste'];
}

/** An Instagram account that works takes another token only by a login; a Page always takes one. */
export function takesPasted(again: Managed | null): boolean {
  return again === null || again.platform === 'FACEBOOK' || again.status === 'reconnect' || again.status === 'expiring';
}

/** An account is connected again the way it was before, as far as that shows: only a Page's token knows its Page. */
export function firstWay(platform: Platform, again: Managed | null): Way {
  if (takesPasted(again)) return 'paste';
  return platform === 'FACEBOOK' || again?.pageId !== null ? 'FACEBOOK' : 'INSTAGRAM';
}
