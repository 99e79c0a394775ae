import { expect, it } from 'vitest';
import { byPost, type Comment, placeOf, privateRule, rangeOf, searchOf } from './model';

const NOW = Date.UTC(2026, 10, 27, 12);
const HOUR = 3_600_000;
const comment = (id: string, media: string | null, hoursAgo: number, changes: Partial<Comment> = {}) =>
  ({
    id,
    media_id: media,
    platform: 'INSTAGRAM',
    timestamp: new Date(NOW - hoursAgo * HOUR).toISOString(),
    own: false,
    private_reply_at: null,
    can_reply_privately: true,
    post: { id: media },
    ...changes,
  }) as Comment;

it('takes nothing from an address that it does not know, and writes no defaults into it', () => {
  expect(searchOf(placeOf({ platform: 'X', view: 7, q: '', post: '' }))).toEqual({});
  const search = { platform: 'FACEBOOK', view: 'hidden', q: 'mug', post: '1', comment: '2' };
  expect(searchOf(placeOf({ ...search, post: 1 }))).toEqual(search);
});

it('puts the post with the newest comment first', () => {
  const groups = byPost([
    comment('a', 'old', 5),
    comment('b', 'new', 1),
    comment('c', 'old', 9),
    comment('d', null, 2),
  ]);
  expect(groups.map((group) => [group.key, group.comments.map((one) => one.id)])).toEqual([
    ['new', ['b']],
    ['d', ['d']],
    ['old', ['a', 'c']],
  ]);
});

it('tells why there is no private reply', () => {
  expect(privateRule(comment('a', 'p', 1), NOW)).toEqual({ kind: 'open', until: NOW + 7 * 24 * HOUR - HOUR });
  expect(privateRule(comment('a', 'p', 7 * 24), NOW).kind).toBe('over');
  expect(privateRule(comment('a', 'p', 1, { private_reply_at: '2026-11-27T11:30:00Z' }), NOW).kind).toBe('sent');
  expect(privateRule(comment('a', 'p', 1, { own: true }), NOW).kind).toBe('never');
  expect(privateRule(comment('a', 'p', 1, { can_reply_privately: false }), NOW).kind).toBe('never');
});

it('chooses everything between two clicks', () => {
  const order = ['a', 'b', 'c', 'd'];
  expect(rangeOf(order, 'c', 'a')).toEqual(['a', 'b', 'c']);
  expect(rangeOf(order, null, 'b')).toEqual(['b']);
  expect(rangeOf(order, 'gone', 'b')).toEqual(['b']);
});
