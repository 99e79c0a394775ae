import { queryOptions } from '@tanstack/react-query';
import { api, read } from './client';
import type { Account, Page, Platform } from './types';

/** A connected account of either platform, as its managers see it. */
export type Managed = {
  readonly id: string;
  readonly platform: Platform;
  /** Meta's id of it. */
  readonly externalId: string;
  /** `@handle` on Instagram, the Page's name on Facebook. */
  readonly name: string;
  readonly status: Account['status'];
  readonly reason: string | null;
  readonly tokenEnds: string | null;
  readonly lastDelivery: string | null;
  readonly connectedAt: string;
  /** The Page behind an Instagram account. */
  readonly pageId: string | null;
  /** Whether anything may leave. Only a Page's sending can be switched off. */
  readonly sending: boolean;
};

function ofInstagram(account: Account): Managed {
  const { id, page_id, username, status, status_reason, token_expires_at, last_webhook_at, connected_at } = account;
  return {
    id,
    platform: 'INSTAGRAM',
    externalId: page_id,
    name: `@${username}`,
    status,
    reason: status_reason,
    tokenEnds: token_expires_at,
    lastDelivery: last_webhook_at,
    connectedAt: connected_at,
    pageId: account.facebook_page_id,
    sending: true,
  };
}

function ofFacebook(page: Page): Managed {
  const { id, page_id, page_name, status, status_reason, token_expires_at, last_webhook_at, connected_at } = page;
  return {
    id,
    platform: 'FACEBOOK',
    externalId: page_id,
    name: page_name,
    status,
    reason: status_reason,
    tokenEnds: token_expires_at,
    lastDelivery: last_webhook_at,
    connectedAt: connected_at,
    pageId: null,
    sending: page.is_active,
  };
}

/** More than anybody connects; the server's longest page. */
const LIMIT = 200;

async function managed(platform: Platform): Promise<Managed[]> {
  const params = { query: { limit: LIMIT } };
  if (platform === 'INSTAGRAM') {
    return ((await read(api.GET('/api/instagram/accounts', { params }))) as Account[]).map(ofInstagram);
  }
  return ((await read(api.GET('/api/facebook/pages', { params }))) as Page[]).map(ofFacebook);
}

/** Those that are connected; `account_status` events have them read again. */
export const managedQuery = (platform: Platform) =>
  queryOptions({ queryKey: ['accounts', platform], queryFn: () => managed(platform), staleTime: 0 });
