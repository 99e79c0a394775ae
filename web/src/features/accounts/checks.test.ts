import { describe, expect, it } from 'vitest';
import type { Managed } from '@/api/accounts';
import type { AuthConfig, Check, Health } from '@/api/types';
import { at } from '@/testing/make';
import { blocking, itemsOf, levelOf } from './checks';

const check = (name: string, ok: boolean | null): Check => ({ name, ok, detail: `${name} is so`, remedy: null });

const account: Managed = {
  id: 'a1',
  platform: 'INSTAGRAM',
  externalId: '17841400000000001',
  name: '@fernandkiln',
  status: 'active',
  reason: null,
  tokenEnds: null,
  lastDelivery: null,
  connectedAt: at(0),
  pageId: null,
  sending: true,
};

const health: Health = {
  account_id: 'a1',
  platform: 'INSTAGRAM',
  status: 'active',
  status_reason: null,
  token_expires_at: null,
  data_access_expires_at: null,
  last_webhook_at: null,
  checked_at: at(0),
  checks: [check('token', true), check('expiry', true), check('permissions', null)],
};

const config: AuthConfig = {
  mode: 'real',
  signup: false,
  simulator_url: null,
  demo_users: [],
  human_agent: false,
  signature_check_off: false,
  webhook_url: 'https://desk.example/api/webhooks/instagram',
};

const levels = (seen: Parameters<typeof itemsOf>[0]) =>
  Object.fromEntries(itemsOf(seen).map(({ name, level }) => [name, level]));

describe('levelOf', () => {
  it('keeps what cannot be told apart from what is wrong', () => {
    expect(levelOf(check('token', null), 'active')).toBe('unknown');
    expect(levelOf(check('token', false), 'active')).toBe('bad');
  });

  it('lets somebody go on with a token that only ends soon, or may do less', () => {
    expect(levelOf(check('expiry', false), 'expiring')).toBe('warn');
    expect(levelOf(check('expiry', false), 'reconnect')).toBe('bad');
    expect(levelOf(check('permissions', false), 'active')).toBe('warn');
    expect(levelOf(check('policy', false), 'active')).toBe('warn');
  });
});

describe('itemsOf', () => {
  it('asks until the server has answered', () => {
    expect(levels({ account, health: undefined, config })).toMatchObject({ token: 'asking', expiry: 'asking' });
  });

  it('knows that messages get through only when one has', () => {
    expect(levels({ account, health, config })).toMatchObject({ access: 'unknown', reach: 'unknown', mode: 'unknown' });
    const heard = { ...health, last_webhook_at: at(0) };
    expect(levels({ account, health: heard, config })).toMatchObject({ access: 'ok', reach: 'ok', mode: 'unknown' });
  });

  it('says what is known of the way from Meta to here', () => {
    const hidden = levels({ account, health, config: { ...config, webhook_url: null } });
    expect(hidden.reach).toBe('warn');
    const plain = levels({ account, health, config: { ...config, webhook_url: 'http://desk.example/' } });
    expect(plain.reach).toBe('bad');
    expect(levels({ account, health, config: { ...config, webhook_url: null, mode: 'mock' } }).reach).toBe('ok');
  });

  it('asks nothing of a Page that only Instagram has', () => {
    const names = itemsOf({ account: { ...account, platform: 'FACEBOOK' }, health, config }).map(({ name }) => name);
    expect(names).toEqual(['token', 'expiry', 'permissions', 'reach', 'mode']);
  });

  it('counts what stands in the way', () => {
    const dead = { ...health, checks: [check('token', false), check('permissions', false)] };
    expect(blocking(itemsOf({ account, health: dead, config }))).toBe(1);
  });
});
