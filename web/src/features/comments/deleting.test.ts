import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Deletions, UNDO_MS } from './deleting';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp(remove = vi.fn(async (_id: string, _leaving: boolean) => undefined as unknown)) {
  const done = vi.fn();
  return { remove, done, deletions: new Deletions({ remove, done }) };
}

it('deletes nothing that is taken back in time', async () => {
  const { remove, deletions } = setUp();
  deletions.begin(['a', 'b']);
  deletions.undo(['a']);
  await vi.advanceTimersByTimeAsync(UNDO_MS);
  expect(remove.mock.calls).toEqual([['b', false]]);
  expect([...deletions.items.get().keys()]).toEqual([]);
});

it('sends what waits when the page is left, once', async () => {
  const { remove, done, deletions } = setUp();
  deletions.begin(['a']);
  deletions.leave();
  await vi.advanceTimersByTimeAsync(UNDO_MS);
  expect(remove.mock.calls).toEqual([['a', true]]);
  expect(done).toHaveBeenCalledOnce();
});

it('says why one could not be deleted, and lets it be tried again', async () => {
  const remove = vi.fn(async () => Promise.reject<unknown>(new Error('Meta refused.')));
  const { deletions } = setUp(remove);
  deletions.begin(['a']);
  await vi.advanceTimersByTimeAsync(UNDO_MS);
  expect(deletions.items.get().get('a')).toEqual({ state: 'failed', reason: 'Meta refused.' });
  deletions.begin(['a']);
  expect(deletions.items.get().get('a')).toEqual({ state: 'waiting' });
});
