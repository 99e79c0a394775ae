import type { Managed } from '@/api/accounts';
import type { AuthConfig, Check, Health } from '@/api/types';

/** `unknown` is a state of its own: it cannot be told from here. */
export type Level = 'ok' | 'warn' | 'bad' | 'unknown' | 'asking';

/** What the wizard looks at after connecting; the last four show only in what happens. */
type ItemName = 'token' | 'expiry' | 'permissions' | 'page' | 'access' | 'reach' | 'mode';

export type Item = {
  readonly name: ItemName;
  readonly level: Level;
  /** What the server found, in its words; null where the catalogue has them. */
  readonly found: Check | null;
};

type Seen = { readonly account: Managed; readonly health: Health | undefined; readonly config: AuthConfig };

/** How grave what was found is. What only narrows the work, or passes by itself, does not stand in the way. */
export function levelOf(check: Check, status: string): Level {
  if (check.ok === true) return 'ok';
  if (check.ok === null) return 'unknown';
  if (check.name === 'expiry') return status === 'expiring' ? 'warn' : 'bad';
  return check.name === 'token' || check.name === 'subscription' ? 'bad' : 'warn';
}

/** The list "is it ready?", the server's checks first, then what Meta tells nobody. */
export function itemsOf(seen: Seen): Item[] {
  const { account } = seen;
  const items: Item[] = (['token', 'expiry', 'permissions'] as const).map((name) => checked(name, seen));
  if (account.platform === 'INSTAGRAM') {
    items.push(own('page', account.pageId === null ? 'unknown' : 'ok'), own('access', accessOf(seen)));
  }
  items.push(own('reach', reachOf(seen)), own('mode', seen.config.mode === 'mock' ? 'ok' : 'unknown'));
  return items;
}

const own = (name: ItemName, level: Level): Item => ({ name, level, found: null });

function checked(name: 'token' | 'expiry' | 'permissions', { health }: Seen): Item {
  const check = checkOf(health, name);
  if (health === undefined || check === null) return { name, level: 'asking', found: null };
  return { name, level: levelOf(check, health.status), found: check };
}

export function checkOf(health: Health | undefined, name: string): Check | null {
  return health?.checks.find((check) => check.name === name) ?? null;
}

function arrived({ account, health }: Seen): boolean {
  return account.lastDelivery !== null || (health?.last_webhook_at ?? null) !== null;
}

/** Only a delivery proves that the owner lets messages through. */
function accessOf(seen: Seen): Level {
  return arrived(seen) ? 'ok' : 'unknown';
}

/** Meta calls public HTTPS addresses only; whether it gets through shows in the first delivery. */
function reachOf(seen: Seen): Level {
  if (seen.config.mode === 'mock' || arrived(seen)) return 'ok';
  const address = seen.config.webhook_url;
  // Without an address of its own a server may still be reached through a proxy that it knows nothing of.
  if (address === null) return 'warn';
  return address.startsWith('https://') ? 'unknown' : 'bad';
}

export const blocking = (items: readonly { level: Level }[]): number =>
  items.filter(({ level }) => level === 'bad').length;
