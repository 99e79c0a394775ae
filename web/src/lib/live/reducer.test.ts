import { describe, expect, it } from 'vitest';
import type { Chat, Message } from '@/api/types';
import { ALL, at, makeChat, makeList, makeMessage, makeThread, NOW, rowsOf, seeded, valuesOf } from '@/testing/make';
import type { LogEvent } from './frames';
import type { LiveState, Viewer } from './model';
import { byActivity, byTime } from './order';
import { adoptSent, appendPage, fold, prependPage } from './reducer';

const admin: Viewer = { id: 'admin', role: 'admin' };
const agent: Viewer = { id: 'agent', role: 'agent' };

function state(changes: Partial<LiveState> = {}): LiveState {
  return { viewer: admin, lists: [], threads: new Map(), ...changes };
}

function run(start: LiveState, events: readonly LogEvent[]): LiveState {
  return events.reduce((current, event) => fold(current, event, NOW).state, start);
}

const message = (seq: number, value: Message): LogEvent => ({
  type: 'new_message',
  seq,
  chat_id: value.chat_id,
  message: value,
});
const updated = (seq: number, value: Message): LogEvent => ({
  type: 'message_updated',
  seq,
  chat_id: value.chat_id,
  message: value,
});
const chatEvent = (seq: number, value: Chat): LogEvent => ({ type: 'chat_updated', seq, chat: value });

describe('a thread', () => {
  const chat = makeChat('c1');
  const first = makeMessage('m1', { timestamp: at(1_000) });
  const start = state({ threads: new Map([['c1', makeThread(chat, [first], 10)]]) });
  const rows = (one: LiveState) => valuesOf(one.threads.get('c1')?.rows ?? []);

  it('takes a new message once, however often it is repeated', () => {
    const second = makeMessage('m2', { timestamp: at(2_000) });
    const events = [message(11, second), message(11, second), message(11, second)];
    expect(rows(run(start, events)).map((one) => one.id)).toEqual(['m1', 'm2']);
  });

  it('ignores what the snapshot already reflects', () => {
    const old = makeMessage('m1', { content: 'before the edit' });
    expect(run(start, [updated(9, old), updated(10, old)])).toBe(start);
  });

  it('never lets an older state of a message replace a newer one', () => {
    const read = makeMessage('m2', { delivery_status: 'read', timestamp: at(2_000) });
    const sent = { ...read, delivery_status: 'sent' as const };
    const after = run(start, [message(11, read), updated(11, sent)]);
    expect(rows(after)[1]?.delivery_status).toBe('read');
  });

  it('puts a late message where its time says', () => {
    const early = makeMessage('m0', { timestamp: at(0) });
    expect(rows(run(start, [message(11, early)])).map((one) => one.id)).toEqual(['m0', 'm1']);
  });

  it('leaves out a message that lies before what is loaded', () => {
    const loaded = state({ threads: new Map([['c1', makeThread(chat, [first], 10, true)]]) });
    expect(rows(run(loaded, [message(11, makeMessage('m0', { timestamp: at(0) }))]))).toEqual([first]);
  });

  it('removes a row that turned out to be another one’s echo', () => {
    const echo = makeMessage('m2', { timestamp: at(2_000), direction: 'outbound' });
    const gone: LogEvent = { type: 'message_removed', seq: 12, chat_id: 'c1', message_id: 'm2' };
    expect(rows(run(start, [message(11, echo), gone, message(11, echo)]))).toEqual([first]);
  });

  it('does not touch other threads', () => {
    const after = run(start, [message(11, makeMessage('x', { chat_id: 'c2' }))]);
    expect(after.threads.get('c1')).toBe(start.threads.get('c1'));
  });

  it('compares times as times, not as text', () => {
    const fractional = makeMessage('m2', { timestamp: '2026-11-22T10:00:01.500Z' });
    const whole = state({
      threads: new Map([['c1', makeThread(chat, [{ ...first, timestamp: '2026-11-22T10:00:01Z' }], 10)]]),
    });
    expect(rows(run(whole, [message(11, fractional)])).map((one) => one.id)).toEqual(['m1', 'm2']);
  });

  it('keeps what the stream knew when the answer of a send comes later', () => {
    const sent = makeMessage('m2', { direction: 'outbound', delivery_status: 'sent', timestamp: at(2_000) });
    const thread = run(start, [message(11, sent)]).threads.get('c1');
    if (thread === undefined) throw new Error('no thread');
    expect(adoptSent(thread, [{ ...sent, delivery_status: 'queued' }])).toBe(thread);
  });

  it('lets the stream replace what the answer of a send brought', () => {
    const queued = makeMessage('m2', { direction: 'outbound', delivery_status: 'queued', timestamp: at(2_000) });
    const thread = adoptSent(makeThread(chat, [first], 10), [queued]);
    const after = run(state({ threads: new Map([['c1', thread]]) }), [
      message(11, { ...queued, delivery_status: 'sent' }),
    ]);
    expect(rows(after)[1]?.delivery_status).toBe('sent');
  });

  it('takes older messages in front, each once', () => {
    const thread = makeThread(chat, [first], 10, true);
    const page = { rows: rowsOf([makeMessage('m0', { timestamp: at(0) }), first], 12), older: false };
    const joined = prependPage(thread, page);
    expect(valuesOf(joined.rows).map((one) => one.id)).toEqual(['m0', 'm1']);
    expect(joined.older).toBe(false);
  });

  it('is lost to an agent when somebody else gets the chat, and read again when it comes back', () => {
    const mine = makeChat('c1', { assigned_to: 'agent' });
    const open = state({ viewer: agent, threads: new Map([['c1', makeThread(mine, [first], 10)]]) });
    const lost = run(open, [chatEvent(11, { ...mine, assigned_to: 'other' })]);
    expect(lost.threads.get('c1')?.lost).toBe(true);
    const back = fold(lost, chatEvent(12, mine), NOW);
    expect(back.state.threads.get('c1')?.lost).toBe(false);
    expect(back.effects).toContainEqual({ kind: 'thread', chatId: 'c1' });
  });
});

describe('a list', () => {
  const newer = makeChat('a', { updated_at: at(-1_000) });
  const older = makeChat('b', { updated_at: at(-9_000) });
  const ids = (one: LiveState, index = 0) => valuesOf(one.lists[index]?.data.rows ?? []).map((chat) => chat.id);
  const start = state({ lists: [{ filter: ALL, data: makeList([newer, older], 10) }] });

  it('moves a chat up with its activity', () => {
    expect(ids(run(start, [chatEvent(11, { ...older, updated_at: at(0) })]))).toEqual(['b', 'a']);
  });

  it('moves the last line with the message itself', () => {
    const text = makeMessage('m1', { chat_id: 'b', content: 'Anybody there?', timestamp: at(500) });
    const after = run(start, [message(11, text)]);
    expect(after.lists[0]?.data.rows[0]?.value).toMatchObject({ id: 'b', last_message: 'Anybody there?' });
  });

  it('does not let a late message take over the last line', () => {
    const late = makeMessage('m1', { chat_id: 'a', content: 'from yesterday', timestamp: at(-80_000_000) });
    expect(run(start, [message(11, late)])).toBe(start);
  });

  it('takes in a chat that is new, and not one the snapshot knew better', () => {
    const fresh = makeChat('n', { updated_at: at(0) });
    expect(ids(run(start, [chatEvent(11, fresh)]))).toEqual(['n', 'a', 'b']);
    expect(run(start, [chatEvent(10, fresh)])).toBe(start);
  });

  it('does not go back to an older state of a chat, not even for a moment', () => {
    const data = { ...makeList([older], 10), rows: [{ value: newer, seq: 14 }, ...rowsOf([older], 10)] };
    const open = state({ lists: [{ filter: ALL, data }] });
    expect(run(open, [chatEvent(13, { ...newer, unread_count: 9 })])).toBe(open);
  });

  it('leaves a chat below the loaded part to the page that holds it', () => {
    const paged = state({ lists: [{ filter: ALL, data: makeList([newer, older], 10, 'cursor') }] });
    expect(ids(run(paged, [chatEvent(11, makeChat('z', { updated_at: at(-99_000) }))]))).toEqual(['a', 'b']);
  });

  it('follows assignment through the tabs', () => {
    const lists = (['all', 'mine', 'unassigned'] as const).map((tab) => ({
      filter: { ...ALL, tab },
      data: makeList(tab === 'mine' ? [] : [newer], 10),
    }));
    const after = run(state({ lists }), [chatEvent(11, { ...newer, assigned_to: 'admin', status: 'assigned' })]);
    expect([ids(after, 0), ids(after, 1), ids(after, 2)]).toEqual([['a'], ['a'], []]);
  });

  it('shows an agent nothing of a colleague’s', () => {
    const data = makeList([{ ...newer, assigned_to: 'agent' }], 10);
    const after = run(state({ viewer: agent, lists: [{ filter: ALL, data }] }), [
      chatEvent(11, { ...newer, assigned_to: 'other' }),
    ]);
    expect(ids(after)).toEqual([]);
  });

  it('keeps a chat that was just read in the unread list, but lets no read one in', () => {
    const filter = { ...ALL, unread: true };
    const data = makeList([{ ...newer, unread_count: 1 }], 10);
    const after = run(state({ lists: [{ filter, data }] }), [chatEvent(11, newer), chatEvent(12, older)]);
    expect(ids(after)).toEqual(['a']);
  });

  it('never guesses what a search would find', () => {
    const filter = { ...ALL, q: 'hel' };
    const after = run(state({ lists: [{ filter, data: makeList([newer], 10) }] }), [
      chatEvent(11, makeChat('n', { updated_at: at(0) })),
      chatEvent(12, { ...newer, unread_count: 3 }),
    ]);
    expect(ids(after)).toEqual(['a']);
    expect(after.lists[0]?.data.rows[0]?.value.unread_count).toBe(3);
  });

  it('drops a chat from "ending soon" when the customer writes again', () => {
    const closing = { ...newer, reply_window: { state: 'open' as const, closes_at: at(3_600_000) } };
    const filter = { ...ALL, window: 'closing' as const };
    const after = run(state({ lists: [{ filter, data: makeList([closing], 10) }] }), [chatEvent(11, newer)]);
    expect(ids(after)).toEqual([]);
  });

  it('asks for the counts when assignment changes or a chat is new, and only then', () => {
    const effects = (event: LogEvent) => fold(start, event, NOW).effects;
    expect(effects(chatEvent(11, makeChat('n')))).toEqual([{ kind: 'stats' }]);
    expect(effects(chatEvent(11, { ...newer, assigned_to: 'agent' }))).toEqual([{ kind: 'stats' }]);
    expect(effects(chatEvent(11, { ...newer, unread_count: 5 }))).toEqual([]);
    expect(effects(chatEvent(10, { ...newer, assigned_to: 'agent' }))).toEqual([]);
  });

  it('joins a page without doubles, the newer of two states first', () => {
    const list = makeList([newer, older], 10, 'cursor');
    const page = makeList([{ ...older, unread_count: 7 }, makeChat('c', { updated_at: at(-20_000) })], 12);
    const joined = appendPage(list, page);
    expect(valuesOf(joined.rows).map((chat) => [chat.id, chat.unread_count])).toEqual([
      ['a', 0],
      ['b', 7],
      ['c', 0],
    ]);
    expect(joined.next).toBeNull();
  });
});

describe('what does not concern the screens', () => {
  it('changes nothing', () => {
    const start = state();
    expect(fold(start, { type: 'other', seq: 5 }, NOW)).toEqual({ state: start, effects: [] });
  });

  it('asks for a fresh read when a frame cannot be understood', () => {
    expect(fold(state(), { type: 'unreadable', seq: 5 }, NOW).effects).toEqual([{ kind: 'reread' }]);
  });
});

/** A made-up log over three chats, with the server's state after each event. */
function history(seed: number, length: number) {
  const random = seeded(seed);
  const chats = new Map(['c0', 'c1', 'c2'].map((id, index) => [id, makeChat(id, { updated_at: at(-index * 1_000) })]));
  const messages = new Map<string, Message>();
  const events: LogEvent[] = [];
  const snapshots = [snapshot()];
  function snapshot() {
    return {
      chats: [...chats.values()].sort(byActivity),
      messages: [...messages.values()].filter((one) => one.chat_id === 'c1').sort(byTime),
    };
  }
  for (let seq = 1; seq <= length; seq += 1) {
    const id = `c${random(3)}`;
    const chat = chats.get(id) as Chat;
    const known = [...messages.values()];
    const old = known[random(Math.max(1, known.length))];
    switch (random(4)) {
      case 0: {
        const made = makeMessage(`m${seq}`, { chat_id: id, timestamp: at(random(60) * 1_000) });
        messages.set(made.id, made);
        events.push(message(seq, made));
        if (Date.parse(made.timestamp) >= Date.parse(chat.updated_at)) {
          const { content, timestamp } = made;
          chats.set(id, { ...chat, last_message: content, updated_at: timestamp, last_incoming_at: timestamp });
        }
        break;
      }
      case 1:
        if (old !== undefined) {
          const edited = { ...old, content: `edited at ${seq}` };
          messages.set(old.id, edited);
          events.push(updated(seq, edited));
        } else events.push({ type: 'other', seq });
        break;
      case 2:
        if (old !== undefined) {
          messages.delete(old.id);
          events.push({ type: 'message_removed', seq, chat_id: old.chat_id, message_id: old.id });
        } else events.push({ type: 'other', seq });
        break;
      default: {
        const next = { ...chat, unread_count: random(9), updated_at: at(random(120) * 1_000) };
        chats.set(id, next);
        events.push(chatEvent(seq, next));
      }
    }
    snapshots.push(snapshot());
  }
  return { events, snapshots };
}

describe('any snapshot, any replay', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('ends in the same state (log %i)', (seed) => {
    const { events, snapshots } = history(seed, 60);
    const end = snapshots.at(-1);
    const random = seeded(seed * 77);
    for (let floor = 0; floor <= 60; floor += 1) {
      const part = snapshots[floor];
      if (part === undefined) throw new Error('no snapshot');
      const chat = part.chats.find((one) => one.id === 'c1') as Chat;
      const start = state({
        lists: [{ filter: ALL, data: makeList(part.chats, floor) }],
        threads: new Map([['c1', makeThread(chat, part.messages, floor)]]),
      });
      // The replay begins before the snapshot and repeats itself, as after a resume.
      const from = random(floor + 1);
      const replay = events.slice(from).flatMap((event, index) => (index % 5 === 0 ? [event, event] : [event]));
      const after = run(start, replay);
      expect(valuesOf(after.lists[0]?.data.rows ?? [])).toEqual(end?.chats);
      expect(valuesOf(after.threads.get('c1')?.rows ?? [])).toEqual(end?.messages);
    }
  });
});
