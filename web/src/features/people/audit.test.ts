import { expect, it } from 'vitest';
import { commentOf, isUnknown } from './audit';

const told = (action: string, detail: object | null) => ({ action, subject: '17', detail }) as never;

it('leads to the comment while there is one', () => {
  expect(commentOf(told('comment.hide', { media_id: '9', outcome: 'done' }))).toEqual({
    view: 'all',
    post: '9',
    comment: '17',
  });
  expect(commentOf(told('comment.unhide', { media_id: null }))).toEqual({ view: 'all', comment: '17' });
  expect(commentOf(told('comment.delete', { media_id: '9' }))).toBeNull();
  expect(commentOf(told('something.new', null))).toBeNull();
});

it('knows what nobody knows', () => {
  expect(isUnknown(told('comment.hide', { outcome: 'unknown' }))).toBe(true);
  expect(isUnknown(told('comment.hide', { outcome: 'done' }))).toBe(false);
  expect(isUnknown(told('comment.hide', null))).toBe(false);
});
