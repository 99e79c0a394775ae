import { describe, expect, it } from 'vitest';
import type { Delivery } from '@/api/types';
import { at } from '@/testing/make';
import { heardSince } from './heard';

const SHOP = '17841400000000001';

function delivery(id: string, seconds: number, item: Partial<Delivery['items'][number]> = {}): Delivery {
  const whole = {
    index: 0,
    kind: 'message',
    outcome: 'applied',
    reason: null,
    platform: 'INSTAGRAM',
    account_id: SHOP,
    chat_id: 'c1',
    message_id: `m-${id}`,
    ...item,
  };
  return {
    id,
    received_at: at(seconds * 1_000),
    applied_at: at(seconds * 1_000),
    size: 1,
    signed: true,
    repeats: 0,
    state: 'done',
    reason: null,
    items: [whole],
  };
}

describe('heardSince', () => {
  it('waits while nothing newer came', () => {
    expect(heardSince([], null, SHOP)).toEqual({ kind: 'waiting' });
    expect(heardSince([delivery('old', 1)], at(1_000), SHOP)).toEqual({ kind: 'waiting' });
    expect(heardSince([delivery('elsewhere', 2, { account_id: 'another' })], at(1_000), SHOP).kind).toBe('waiting');
  });

  it('finds the message, wherever it stands among what came', () => {
    const list = [delivery('read', 3, { kind: 'read', message_id: null }), delivery('new', 2), delivery('old', 1)];
    expect(heardSince(list, at(1_000), SHOP)).toMatchObject({ kind: 'message', chatId: 'c1', messageId: 'm-new' });
  });

  it('says why a delivery brought no message', () => {
    const parked = delivery('parked', 2, { chat_id: null, message_id: null, outcome: 'parked', reason: 'Not known.' });
    expect(heardSince([parked], null, SHOP)).toMatchObject({ kind: 'other', reason: 'Not known.' });
    const broken: Delivery = { ...delivery('broken', 2), state: 'quarantined', reason: 'No JSON.', items: [] };
    expect(heardSince([broken], null, SHOP)).toMatchObject({ kind: 'other', reason: 'No JSON.' });
  });
});
