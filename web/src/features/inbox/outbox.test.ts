import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '@/api/problem';
import type { Message } from '@/api/types';
import { at, makeMessage, NOW } from '@/testing/make';
import { Outbox, type Pending, sameText, stillPending } from './outbox';

const text = (content: string) => ({ content, attachments: [], replyTo: null });
const stored = (content: string) => makeMessage(`row of ${content}`, { direction: 'outbound', sent_by: 'me', content });

type Post = (chatId: string, key: string, message: { content: string }) => Promise<Message[]>;

function setUp(post: Post) {
  const adopt = vi.fn();
  const resolve = vi.fn();
  const outbox = new Outbox({ userId: 'me', post, adopt, resolve });
  const states = () => outbox.pending.get().map((item) => item.state);
  return { outbox, adopt, resolve, states };
}

beforeEach(() => void vi.useFakeTimers({ now: NOW }));
afterEach(() => void vi.useRealTimers());

const settle = () => vi.advanceTimersByTimeAsync(0);

describe('Outbox', () => {
  it('hands what the server stored to the thread and forgets it', async () => {
    const { outbox, adopt } = setUp(async (_chat, _key, message) => [stored(message.content)]);
    outbox.send('c1', text('a'), [], NOW);
    expect(outbox.pending.get()).toHaveLength(1);
    await settle();
    expect(outbox.pending.get()).toEqual([]);
    expect(adopt).toHaveBeenCalledWith('c1', [stored('a')]);
  });

  it('ends the work on a chat only when its answer is stored', async () => {
    let online = false;
    const { outbox, resolve } = setUp(async (_chat, _key, message) => {
      if (!online) throw new TypeError('offline');
      return [stored(message.content)];
    });
    outbox.send('c1', text('bye'), [], NOW, true);
    await settle();
    expect(resolve).not.toHaveBeenCalled();
    online = true;
    outbox.wake();
    await settle();
    expect(resolve.mock.calls).toEqual([['c1']]);
  });

  it('asks again instead of sending what has waited too long', async () => {
    const post = vi.fn<Post>(() => Promise.reject(new TypeError('offline')));
    const { outbox, states } = setUp(post);
    outbox.send('c1', text('a'), [], NOW);
    await settle();
    expect(states()).toEqual(['waiting']);
    const tries = post.mock.calls.length;
    vi.setSystemTime(NOW + 16 * 60_000);
    outbox.wake();
    await settle();
    expect(states()).toEqual(['stale']);
    expect(post).toHaveBeenCalledTimes(tries);
    const shown = [makeMessage('row', { direction: 'outbound', sent_by: 'me', content: 'a' })];
    expect(stillPending(outbox.pending.get(), shown, 'me')).toEqual([]);
  });

  it('sends one after the other in a chat, in the order of writing', async () => {
    const release: (() => void)[] = [];
    const started: string[] = [];
    const { outbox } = setUp((_chat, _key, message) => {
      started.push(message.content);
      return new Promise((resolve) => release.push(() => resolve([stored(message.content)])));
    });
    outbox.send('c1', text('first'), [], NOW);
    outbox.send('c1', text('second'), [], NOW);
    outbox.send('c2', text('elsewhere'), [], NOW);
    await settle();
    expect(started).toEqual(['first', 'elsewhere']);
    release[0]?.();
    await settle();
    expect(started).toEqual(['first', 'elsewhere', 'second']);
  });

  it('waits without a connection and repeats under the same key', async () => {
    const keys: string[] = [];
    let online = false;
    const { outbox, states } = setUp(async (_chat, key, message) => {
      keys.push(key);
      if (!online) throw new TypeError('Failed to fetch');
      return [stored(message.content)];
    });
    outbox.send('c1', text('a'), [], NOW);
    await settle();
    expect(states()).toEqual(['waiting']);
    online = true;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(states()).toEqual([]);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
  });

  it('goes at once when the connection is back', async () => {
    let online = false;
    const { outbox, states } = setUp(async () => {
      if (!online) throw new TypeError('Failed to fetch');
      return [];
    });
    outbox.send('c1', text('a'), [], NOW);
    await settle();
    online = true;
    outbox.wake();
    await settle();
    expect(states()).toEqual([]);
  });

  it('tries again after a server error, but not after a refusal', async () => {
    const errors = [new ApiError(503, 'x', 'busy'), new ApiError(403, 'reply_window_closed', 'The window is closed.')];
    const { outbox, states } = setUp(async () => {
      throw errors.shift() ?? new Error('asked too often');
    });
    outbox.send('c1', text('a'), [], NOW);
    await settle();
    expect(states()).toEqual(['waiting']);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(states()).toEqual(['refused']);
    expect(outbox.pending.get()[0]?.reason).toBe('The window is closed.');
  });

  it('lets later messages pass one that was refused', async () => {
    const { outbox } = setUp(async (_chat, _key, message) => {
      if (message.content === 'bad') throw new ApiError(422, 'x', 'no');
      return [stored(message.content)];
    });
    outbox.send('c1', text('bad'), [], NOW);
    outbox.send('c1', text('good'), [], NOW);
    await settle();
    expect(outbox.pending.get().map((item) => item.message.content)).toEqual(['bad']);
  });

  it('keeps what waits through a reload', async () => {
    const { outbox } = setUp(async () => {
      throw new TypeError('Failed to fetch');
    });
    outbox.send('c1', text('a'), [], NOW);
    await settle();
    const kept = outbox.pending.get();
    const again = setUp(async () => []);
    expect(again.outbox.pending.get()).toEqual(kept);
  });

  it('is not confused by what it finds in storage', () => {
    sessionStorage.setItem('tg.outbox.me', '{broken');
    expect(setUp(async () => []).outbox.pending.get()).toEqual([]);
  });
});

describe('stillPending', () => {
  const pending = (content: string, changes: Partial<Pending> = {}): Pending => ({
    key: `key of ${content}`,
    chatId: 'c1',
    message: text(content),
    at: NOW,
    before: [],
    state: 'posting',
    reason: null,
    ...changes,
  });
  const mine = (id: string, content: string) =>
    makeMessage(id, { direction: 'outbound', sent_by: 'me', content, timestamp: at(0) });

  it('shows one bubble for a message that the stream brought before its own answer', () => {
    expect(stillPending([pending('hello')], [mine('m1', 'hello')], 'me')).toEqual([]);
  });

  it('does not take an older message with the same text for it', () => {
    const item = pending('hello', { before: sameText([mine('old', 'hello')], 'hello', 'me') });
    expect(stillPending([item], [mine('old', 'hello')], 'me')).toEqual([item]);
    expect(stillPending([item], [mine('old', 'hello'), mine('new', 'hello')], 'me')).toEqual([]);
  });

  it('shows two bubbles for two equal texts in flight', () => {
    const [first, second] = [pending('hello'), pending('hello', { key: 'other' })];
    expect(stillPending([first, second], [mine('m1', 'hello')], 'me')).toEqual([second]);
  });

  it('does not take a colleague’s or a customer’s message for it', () => {
    const item = pending('hello');
    const others = [{ ...mine('m1', 'hello'), sent_by: 'tom' }, makeMessage('m2', { content: 'hello' })];
    expect(stillPending([item], others, 'me')).toEqual([item]);
  });

  it('keeps a refused one in sight', () => {
    const item = pending('hello', { state: 'refused' });
    expect(stillPending([item], [mine('m1', 'hello')], 'me')).toEqual([item]);
  });
});
