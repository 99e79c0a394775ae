import { describe, expect, it } from 'vitest';
import type { Message, Note } from '@/api/types';
import { makeMessage } from '@/testing/make';
import type { Pending } from '../outbox';
import { buildItems, firstUnread, inboundAfter, linkPieces } from './items';

const MINUTE = 60_000;
// Noon of the person's own day, so that no test crosses midnight by accident.
const NOON = new Date(2026, 10, 22, 12, 0).getTime();
const time = (ms: number) => new Date(NOON + ms).toISOString();
const inbound = (id: string, ms: number) => makeMessage(id, { timestamp: time(ms) });
const outbound = (id: string, ms: number, by: string | null = 'me') =>
  makeMessage(id, { timestamp: time(ms), direction: 'outbound', sent_by: by });

const build = (messages: Message[], pending: Pending[] = [], newFrom: string | null = null, notes: Note[] = []) =>
  buildItems({ messages, pending, notes, newFrom, userId: 'me' });

const kinds = (items: ReturnType<typeof buildItems>) =>
  items.map((item) =>
    item.kind === 'message' ? `${item.key}${item.tight ? ' tight' : ''}${item.mid ? ' mid' : ''}` : item.kind,
  );

describe('buildItems', () => {
  it('groups what one person writes within minutes', () => {
    const items = build([inbound('a', 0), inbound('b', MINUTE), outbound('c', 2 * MINUTE)], [], null);
    expect(kinds(items)).toEqual(['day', 'a mid', 'b tight', 'c']);
  });

  it('ends a group at a pause, at another writer and at "New"', () => {
    const messages = [
      inbound('a', 0),
      inbound('b', 6 * MINUTE),
      outbound('c', 7 * MINUTE, 'me'),
      outbound('d', 7 * MINUTE + 1, 'tom'),
      outbound('e', 7 * MINUTE + 2, null),
      inbound('f', 8 * MINUTE),
      inbound('g', 8 * MINUTE + 1),
    ];
    expect(kinds(build(messages, [], 'g'))).toEqual(['day', 'a', 'b', 'c', 'd', 'e', 'f', 'new', 'g']);
  });

  it('puts a rule before each day', () => {
    const items = build([inbound('a', -24 * 60 * MINUTE), inbound('b', 0)], [], null);
    expect(kinds(items)).toEqual(['day', 'a', 'day', 'b']);
  });

  it('puts notes where their time says, and lets them part a group', () => {
    const note = { id: 'n', created_at: time(30_000) } as Note;
    expect(kinds(build([inbound('a', 0), inbound('b', MINUTE)], [], null, [note]))).toEqual(['day', 'a', 'note', 'b']);
  });

  it('joins what is still being sent to what was', () => {
    const pending = {
      key: 'k',
      chatId: 'c1',
      message: { content: 'x', attachments: [], replyTo: null },
      at: NOON + MINUTE,
      before: [],
      state: 'posting' as const,
      reason: null,
    };
    const items = build([outbound('a', 0)], [pending], null);
    expect(kinds(items)).toEqual(['day', 'a mid', 'pending']);
    expect(items[2]).toMatchObject({ tight: true, mid: false });
  });
});

describe('firstUnread', () => {
  const messages = [inbound('a', 0), inbound('b', 1), outbound('c', 2), inbound('d', 3)];

  it.each([
    [0, null],
    [1, 'd'],
    [2, 'b'],
    [9, 'a'],
  ])('with %d unread is %s', (unread, id) => {
    expect(firstUnread(messages, unread)).toBe(id);
  });

  it('does not count what was unsent', () => {
    expect(firstUnread([...messages, { ...inbound('e', 4), deleted_at: time(5) }], 1)).toBe('d');
  });
});

it('counts the customer’s messages after a point', () => {
  const messages = [inbound('a', 0), outbound('b', 1), inbound('c', 2), inbound('d', 3)];
  expect(inboundAfter(messages, 'a')).toBe(2);
  expect(inboundAfter(messages, 'd')).toBe(0);
});

describe('linkPieces', () => {
  it('leaves punctuation outside the address', () => {
    expect(linkPieces('See https://a.example/b?c=1, (http://d.example).')).toEqual([
      { text: 'See ', url: null },
      { text: 'https://a.example/b?c=1', url: 'https://a.example/b?c=1' },
      { text: ', (', url: null },
      { text: 'http://d.example', url: 'http://d.example' },
      { text: ').', url: null },
    ]);
  });

  it('makes no link of other schemes', () => {
    expect(linkPieces('javascript:alert(1)')).toEqual([{ text: 'javascript:alert(1)', url: null }]);
  });
});
