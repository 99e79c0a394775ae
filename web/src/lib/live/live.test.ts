import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it, vi } from 'vitest';
import { ALL, at, makeChat, makeList, makeMessage, makeThread, valuesOf } from '@/testing/make';
import { FakeClock, FakeSocket } from '@/testing/sockets';
import { chatsKey, Live, threadKey } from './live';
import type { ChatList, Thread } from './model';

function setUp() {
  const clock = new FakeClock();
  const queryClient = new QueryClient();
  const sockets: FakeSocket[] = [];
  const onRejected = vi.fn();
  const live = new Live({
    queryClient,
    viewer: { id: 'admin', role: 'admin' },
    clock,
    onRejected,
    open: (url) => {
      const socket = new FakeSocket(url);
      sockets.push(socket);
      return socket;
    },
  });
  const chat = makeChat('c1');
  const first = makeMessage('m1', { timestamp: at(0) });
  const reread = vi.spyOn(queryClient, 'invalidateQueries');
  const ids = () => valuesOf(queryClient.getQueryData<Thread>(threadKey('c1'))?.rows ?? []).map((one) => one.id);
  const server = () => {
    const socket = sockets.at(-1);
    if (socket === undefined) throw new Error('no socket yet');
    return socket;
  };
  /** Reads list and thread at position 10 and connects. */
  const connect = (head = 10) => {
    queryClient.setQueryData(chatsKey(ALL), live.settleList(ALL, makeList([chat], 10)));
    queryClient.setQueryData(threadKey('c1'), live.settleThread(makeThread(chat, [first], 10)));
    server().open();
    server().frame({ type: 'ready', head, log: 'log-1' });
  };
  const say = (seq: number) =>
    server().frame({
      type: 'new_message',
      seq,
      chat_id: 'c1',
      message: makeMessage(`m${seq}`, { timestamp: at(seq * 1_000) }),
    });
  return { clock, queryClient, sockets, live, chat, first, reread, ids, server, connect, say, onRejected };
}

describe('Live', () => {
  it('starts at the position of the first read', () => {
    const { live, chat, server } = setUp();
    live.settleList(ALL, makeList([chat], 10));
    expect(server().query).toEqual({ since: '10' });
  });

  it('folds each event into the cache at once', () => {
    const { connect, say, ids } = setUp();
    connect();
    say(11);
    expect(ids()).toEqual(['m1', 'm11']);
  });

  it('resumes after the last event applied and reads nothing again', () => {
    const { connect, say, server, clock, ids, reread, live } = setUp();
    connect();
    // What was read before the stream began, and says no position, was read once more.
    expect(reread).toHaveBeenCalledWith({ queryKey: ['comments'] });
    reread.mockClear();
    say(11);
    server().lose(1006);
    clock.advance(1_000);
    expect(server().query).toEqual({ since: '11', log: 'log-1' });
    server().open();
    server().frame({ type: 'ready', head: 13, log: 'log-1' });
    expect(live.status.get().behind).toBe(2);
    for (const seq of [11, 12, 12, 13]) say(seq);
    expect(ids()).toEqual(['m1', 'm11', 'm12', 'm13']);
    expect(live.status.get().behind).toBe(0);
    expect(reread).not.toHaveBeenCalled();
  });

  it('never lets a repeat move its position back', () => {
    const { connect, say, server, clock } = setUp();
    connect();
    say(12);
    say(11);
    server().lose(1006);
    clock.advance(1_000);
    expect(server().query.since).toBe('12');
  });

  it('folds a replay in batches and shows how much is left', () => {
    const { connect, say, ids, clock, live } = setUp();
    connect(100);
    for (let seq = 11; seq < 40; seq += 1) say(seq);
    expect(ids()).toEqual(['m1']);
    clock.advance(16);
    expect(ids()).toHaveLength(30);
    expect(live.status.get().behind).toBe(61);
    // The rest are events this user does not see: silence ends the replay.
    clock.advance(600);
    expect(live.status.get().behind).toBe(0);
  });

  it('lays over a read what happened while it was under way', () => {
    const { connect, say, live, chat, first } = setUp();
    connect();
    say(11);
    say(12);
    const joined = live.settleThread(makeThread(chat, [first], 11));
    expect(valuesOf(joined?.rows ?? []).map((one) => one.id)).toEqual(['m1', 'm12']);
  });

  it('asks for another read when one is older than the stream reaches', () => {
    const { connect, say, live, chat } = setUp();
    connect();
    say(11);
    expect(live.settleList(ALL, makeList([chat], 9))).toBeNull();
  });

  it('confirms what it applied, grouped, and nothing twice', () => {
    const { connect, say, server, clock } = setUp();
    connect();
    say(11);
    say(12);
    expect(server().sent).toEqual([]);
    clock.advance(1_000);
    expect(server().sent).toEqual([{ type: 'ack', seq: 12 }]);
    clock.advance(5_000);
    expect(server().sent).toHaveLength(1);
  });

  it('reads afresh when the log does not reach back', () => {
    const { connect, server, reread, say, ids, live } = setUp();
    connect();
    server().frame({ type: 'resync', seq: 500 });
    expect(reread).toHaveBeenCalledWith({ queryKey: ['chats'] });
    expect(reread).toHaveBeenCalledWith({ queryKey: ['thread'] });
    say(501);
    expect(ids()).toEqual(['m1', 'm501']);
    live.stop();
  });

  it('tells when the session is refused', () => {
    const { connect, server, onRejected } = setUp();
    connect();
    server().lose(1008);
    expect(onRejected).toHaveBeenCalledOnce();
  });

  it('opens nothing after it was stopped', () => {
    const { live, chat, sockets } = setUp();
    live.stop();
    live.settleList(ALL, makeList([chat], 10));
    expect(sockets).toHaveLength(0);
  });

  it('tells of each message that a customer wrote, not of our own', () => {
    const { connect, say, server, live } = setUp();
    connect();
    say(11);
    expect(live.inbound.get()?.id).toBe('m11');
    const ours = makeMessage('m12', { direction: 'outbound' });
    server().frame({ type: 'new_message', seq: 12, chat_id: 'c1', message: ours });
    expect(live.inbound.get()?.id).toBe('m11');
  });

  it('keeps who is present, except oneself, and forgets who left', () => {
    const { connect, server, live } = setUp();
    connect();
    const at = (user_id: string, state: string) => server().frame({ type: 'presence', chat_id: 'c1', user_id, state });
    at('admin', 'viewing');
    at('tom', 'typing');
    expect(live.presence.get().get('c1')).toMatchObject([{ userId: 'tom', state: 'typing' }]);
    at('tom', 'gone');
    expect(live.presence.get().get('c1')).toBeUndefined();
  });

  it('updates every list that shows the chat', () => {
    const { connect, server, chat, queryClient, live } = setUp();
    const filter = { ...ALL, platform: 'INSTAGRAM' as const };
    connect();
    queryClient.setQueryData(chatsKey(filter), live.settleList(filter, makeList([chat], 10)));
    server().frame({ type: 'chat_updated', seq: 11, chat: { ...chat, unread_count: 4 } });
    for (const key of [chatsKey(ALL), chatsKey(filter)]) {
      expect(queryClient.getQueryData<ChatList>(key)?.rows[0]?.value.unread_count).toBe(4);
    }
  });
});
