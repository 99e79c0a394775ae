import type { Chat, Message } from '@/api/types';
import { isClosing } from '@/lib/window';
import type { LogEvent } from './frames';
import type { ChatList, ListFilter, LiveList, LiveState, Row, Thread, Viewer } from './model';
import { byActivity, byTime, insertAt, placeOf } from './order';

/** What an event asks for beyond the data it carries. */
export type Effect =
  | { kind: 'stats' }
  | { kind: 'accounts' }
  /** What stands under these keys is read again soon: the event does not carry it whole. */
  | { kind: 'refresh'; keys: readonly string[][] }
  /** Everything live must be read afresh. */
  | { kind: 'reread' }
  /** The viewer got this chat (back): only a read can tell what happened in between. */
  | { kind: 'thread'; chatId: string }
  /** A customer wrote; the chat as far as it is loaded. */
  | { kind: 'arrived'; message: Message; chat: Chat | null }
  /** Whether the viewer still sees a chat that was given back is for the server to say. */
  | { kind: 'lists' };

export type Folded = { readonly state: LiveState; readonly effects: readonly Effect[] };

/**
 * Folds one event of the log into what the screens show. Pure and idempotent: an event at or below the position that a
 * value reflects changes nothing, so replays over newer snapshots are harmless. `now` only decides which windows are closing.
 */
export function fold(state: LiveState, event: LogEvent, now: number): Folded {
  switch (event.type) {
    case 'other':
      return { state, effects: [] };
    case 'account_status':
      return { state, effects: [{ kind: 'accounts' }] };
    case 'chat_note':
      return refreshed(state, ['notes', event.chat_id], ['timeline', event.chat_id]);
    case 'ig_comment':
    case 'fb_comment':
      return refreshed(state, ['comments'], ['mentions'], ['timeline']);
    case 'ig_insights':
      return refreshed(state, ['insights']);
    case 'ig_marketing_event':
      return refreshed(state, ['conversions'], ['timeline']);
    case 'unreadable':
      return { state, effects: [{ kind: 'reread' }] };
    default:
      break;
  }
  const effects: Effect[] = event.type === 'chat_updated' ? chatEffects(state, event.chat, event.seq) : [];
  if (event.type === 'new_message' && event.message.direction === 'inbound') {
    effects.push({ kind: 'arrived', message: event.message, chat: newest(state, event.chat_id)?.value ?? null });
  }
  let changed = false;
  const lists = state.lists.map((list): LiveList => {
    const data = foldList(list, event, state.viewer, now);
    if (data === list.data) return list;
    changed = true;
    return { ...list, data };
  });
  const chatId = event.type === 'chat_updated' ? event.chat.id : event.chat_id;
  const thread = state.threads.get(chatId);
  let threads = state.threads;
  if (thread !== undefined) {
    const next = foldThread(thread, event, state.viewer);
    if (next !== thread) {
      changed = true;
      threads = new Map(threads).set(chatId, next);
      if (thread.lost && !next.lost) effects.push({ kind: 'thread', chatId });
    }
  }
  return { state: changed ? { ...state, lists, threads } : state, effects };
}

function refreshed(state: LiveState, ...keys: string[][]): Folded {
  return { state, effects: [{ kind: 'refresh', keys }] };
}

function chatEffects(state: LiveState, chat: Chat, seq: number): Effect[] {
  const known = newest(state, chat.id);
  if (known === undefined) return [{ kind: 'stats' }];
  if (known.seq >= seq || known.value.assigned_to === chat.assigned_to) return [];
  const gaveBack = state.viewer.role === 'agent' && chat.assigned_to === null;
  return gaveBack ? [{ kind: 'stats' }, { kind: 'lists' }] : [{ kind: 'stats' }];
}

/** The newest state of a chat that is loaded anywhere. */
function newest(state: LiveState, chatId: string): Row<Chat> | undefined {
  let found: Row<Chat> | undefined = state.threads.get(chatId)?.chat;
  for (const list of state.lists) {
    const row = list.data.rows.find((candidate) => candidate.value.id === chatId);
    if (row !== undefined && (found === undefined || row.seq > found.seq)) found = row;
  }
  return found;
}

/** May the viewer see it, as far as the chat itself tells. */
function visible(chat: Chat, viewer: Viewer): boolean {
  return viewer.role === 'admin' || chat.assigned_to === viewer.id || chat.assigned_to === null;
}

/** Would a fresh read with this filter hold the chat? `null`: only the server can say. */
function belongs(chat: Chat, filter: ListFilter, viewer: Viewer, now: number): boolean | null {
  if (!visible(chat, viewer)) return false;
  if (filter.platform !== null && chat.platform !== filter.platform) return false;
  if (filter.tab === 'mine' && chat.assigned_to !== viewer.id) return false;
  if (filter.tab === 'unassigned' && chat.assigned_to !== null) return false;
  if (filter.state !== null && chat.state !== filter.state) return false;
  if (filter.label !== null && !chat.labels.includes(filter.label)) return false;
  if (filter.window === 'closing' && !isClosing(chat.reply_window, now)) return false;
  return filter.q === '' ? true : null;
}

type ChatEvent = Extract<LogEvent, { type: 'new_message' | 'message_updated' | 'message_removed' | 'chat_updated' }>;

function foldList({ filter, data }: LiveList, event: ChatEvent, viewer: Viewer, now: number): ChatList {
  if (event.type === 'new_message') return foldLastLine(data, event.message, event.seq);
  if (event.type !== 'chat_updated') return data;
  const { chat, seq } = event;
  const index = data.rows.findIndex((row) => row.value.id === chat.id);
  const row = data.rows[index];
  const fits = belongs(chat, filter, viewer, now);
  if (row !== undefined) {
    if (seq <= row.seq) return data;
    const rest = data.rows.filter((other) => other !== row);
    if (fits === false) return { ...data, rows: rest };
    return { ...data, rows: insertAt(rest, placeOf(rest, chat, byActivity), { value: chat, seq }) };
  }
  // A read chat stays in the "unread" list while it is open, but never enters it.
  if (fits !== true || seq <= data.floor || (filter.unread && chat.unread_count === 0)) return data;
  const place = placeOf(data.rows, chat, byActivity);
  // Beyond the loaded part: the page that holds it is not read yet.
  if (place === data.rows.length && data.next !== null) return data;
  return { ...data, rows: insertAt(data.rows, place, { value: chat, seq }) };
}

/** The last line moves with the message itself; unread count and window follow in `chat_updated`. */
function foldLastLine(data: ChatList, message: Message, seq: number): ChatList {
  const row = data.rows.find((candidate) => candidate.value.id === message.chat_id);
  if (row === undefined || seq <= row.seq) return data;
  if (Date.parse(message.timestamp) < Date.parse(row.value.updated_at)) return data;
  const at = message.timestamp;
  const value: Chat = {
    ...row.value,
    last_message: message.content === '' ? row.value.last_message : message.content,
    updated_at: at,
    ...(message.direction === 'inbound' ? { last_incoming_at: at } : { last_outgoing_at: at }),
  };
  const rest = data.rows.filter((other) => other !== row);
  return { ...data, rows: insertAt(rest, placeOf(rest, value, byActivity), { value, seq }) };
}

function foldThread(thread: Thread, event: ChatEvent, viewer: Viewer): Thread {
  const { seq } = event;
  if (seq <= thread.floor) return thread;
  switch (event.type) {
    case 'chat_updated':
      return { ...thread, floor: seq, chat: { value: event.chat, seq }, lost: !visible(event.chat, viewer) };
    case 'message_removed':
      return { ...thread, floor: seq, rows: thread.rows.filter((row) => row.value.id !== event.message_id) };
    default:
      return { ...thread, floor: seq, rows: upsert(thread, { value: event.message, seq }) };
  }
}

function upsert(thread: Thread, row: Row<Message>): readonly Row<Message>[] {
  const { rows } = thread;
  const index = rows.findIndex((other) => other.value.id === row.value.id);
  const old = rows[index];
  if (old !== undefined) {
    if (row.seq <= old.seq) return rows;
    // The time of a message may be mended later, so its place is found anew when it changed.
    if (old.value.timestamp === row.value.timestamp) return rows.with(index, row);
    const rest = rows.filter((other) => other !== old);
    return insertAt(rest, placeOf(rest, row.value, byTime), row);
  }
  const place = placeOf(rows, row.value, byTime);
  if (place === 0 && thread.older) return rows;
  return insertAt(rows, place, row);
}

/** Adds the next page. Rows that events brought in meanwhile stay, the newer one of two wins. */
export function appendPage(list: ChatList, page: ChatList): ChatList {
  const known = new Map(list.rows.map((row) => [row.value.id, row]));
  const fresh = page.rows.filter((row) => !known.has(row.value.id));
  const kept = list.rows.map((row) => {
    const again = page.rows.find((other) => other.value.id === row.value.id);
    return again !== undefined && again.seq > row.seq ? again : row;
  });
  const rows = [...kept, ...fresh].sort((a, b) => byActivity(a.value, b.value));
  return { ...list, rows, next: page.next };
}

/** Adds older messages before the first row. */
export function prependPage(thread: Thread, page: Pick<Thread, 'rows' | 'older'>): Thread {
  const known = new Set(thread.rows.map((row) => row.value.id));
  const fresh = page.rows.filter((row) => !known.has(row.value.id));
  return { ...thread, rows: [...fresh, ...thread.rows], older: page.older };
}

/** Puts the answer of a send into the thread, unless the event stream was faster and knows more. */
export function adoptSent(thread: Thread, messages: readonly Message[]): Thread {
  let rows = thread.rows;
  for (const message of messages) {
    if (rows.some((row) => row.value.id === message.id)) continue;
    rows = insertAt(rows, placeOf(rows, message, byTime), { value: message, seq: 0 });
  }
  return rows === thread.rows ? thread : { ...thread, rows };
}
