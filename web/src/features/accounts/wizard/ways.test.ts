import { expect, it } from 'vitest';
import type { Managed } from '@/api/accounts';
import { at } from '@/testing/make';
import { firstWay, takesPasted, waysOf } from './ways';

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
  pageId: '100000000000123',
  sending: true,
};

it('offers Instagram’s own login for Instagram only', () => {
  expect(waysOf('INSTAGRAM')).toContain('INSTAGRAM');
  expect(waysOf('FACEBOOK')).not.toContain('INSTAGRAM');
});

it('asks for a pasted token only where the server takes one', () => {
  expect(takesPasted(null)).toBe(true);
  expect(takesPasted(account)).toBe(false);
  expect(takesPasted({ ...account, status: 'paused' })).toBe(false);
  expect(takesPasted({ ...account, status: 'expiring' })).toBe(true);
  expect(takesPasted({ ...account, platform: 'FACEBOOK' })).toBe(true);
});

it('begins where the account came from', () => {
  expect(firstWay('INSTAGRAM', null)).toBe('paste');
  expect(firstWay('INSTAGRAM', account)).toBe('FACEBOOK');
  expect(firstWay('INSTAGRAM', { ...account, pageId: null })).toBe('INSTAGRAM');
  expect(firstWay('INSTAGRAM', { ...account, status: 'reconnect' })).toBe('paste');
});
