import type { Message, Note } from '@/api/types';
import { dayStart } from '@/lib/time';
import type { Pending } from '../outbox';

/** A pause longer than this begins a new group. */
const GROUP_GAP_MS = 5 * 60_000;

type Place = {
  /** Follows a bubble of the same writer closely. */
  readonly tight: boolean;
  /** Another bubble of the same group follows. */
  readonly mid: boolean;
};

export type Item =
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'new'; readonly key: string }
  | { readonly kind: 'note'; readonly key: string; readonly note: Note }
  | ({ readonly kind: 'message'; readonly key: string; readonly message: Message } & Place)
  | ({ readonly kind: 'pending'; readonly key: string; readonly pending: Pending } & Place);

type Parts = {
  readonly messages: readonly Message[];
  readonly pending: readonly Pending[];
  readonly notes: readonly Note[];
  /** The first message that is new to the reader. */
  readonly newFrom: string | null;
  readonly userId: string;
};

type Draft = { key: string; at: number; writer: string; message?: Message; pending?: Pending; note?: Note };

/** Turns messages into what a thread shows: day rules, the line before what is new, and bubbles grouped by writer. */
export function buildItems({ messages, pending, notes, newFrom, userId }: Parts): readonly Item[] {
  const drafts: Draft[] = [
    ...messages.map((message) => ({
      key: message.id,
      at: Date.parse(message.timestamp),
      writer: message.direction === 'inbound' ? 'customer' : (message.sent_by ?? 'elsewhere'),
      message,
    })),
    ...notes.map((note) => ({ key: note.id, at: Date.parse(note.created_at), writer: `note ${note.id}`, note })),
    ...pending.map((item) => ({ key: item.key, at: item.at, writer: userId, pending: item })),
  ];
  if (notes.length > 0) drafts.sort((a, b) => Number('pending' in a) - Number('pending' in b) || a.at - b.at);
  const items: Item[] = [];
  drafts.forEach((draft, index) => {
    const before = drafts[index - 1];
    const after = drafts[index + 1];
    if (before === undefined || dayStart(before.at) !== dayStart(draft.at)) {
      items.push({ kind: 'day', key: `day-${dayStart(draft.at)}-${draft.key}`, at: draft.at });
    }
    if (draft.key === newFrom) items.push({ kind: 'new', key: 'new' });
    const place = {
      tight: before !== undefined && together(before, draft, newFrom),
      mid: after !== undefined && together(draft, after, newFrom),
    };
    if (draft.message !== undefined) items.push({ kind: 'message', key: draft.key, message: draft.message, ...place });
    else if (draft.note !== undefined) items.push({ kind: 'note', key: draft.key, note: draft.note });
    else if (draft.pending !== undefined)
      items.push({ kind: 'pending', key: draft.key, pending: draft.pending, ...place });
  });
  return items;
}

function together(first: Draft, second: Draft, newFrom: string | null): boolean {
  return (
    first.writer === second.writer &&
    second.at - first.at <= GROUP_GAP_MS &&
    dayStart(first.at) === dayStart(second.at) &&
    second.key !== newFrom
  );
}

/** The first of the messages that nobody has read here yet: where "New" stands for as long as the chat is open. */
export function firstUnread(messages: readonly Message[], unread: number): string | null {
  if (unread <= 0) return null;
  const inbound = messages.filter((message) => message.direction === 'inbound' && message.deleted_at === null);
  return inbound.at(-Math.min(unread, inbound.length))?.id ?? null;
}

/** How many messages of the customer stand after the given one. */
export function inboundAfter(messages: readonly Message[], id: string | null): number {
  const at = messages.findIndex((message) => message.id === id);
  return messages.slice(at + 1).filter((message) => message.direction === 'inbound').length;
}

export type Piece = { readonly text: string; readonly url: string | null };

/** Splits a text at web addresses, leaving the punctuation behind an address outside it. */
export function linkPieces(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(/https?:\/\/[^\s<>"]+/g)) {
    const url = match[0].replace(/[.,;:!?)\]}'’”]+$/, '');
    if (match.index > from) pieces.push({ text: text.slice(from, match.index), url: null });
    pieces.push({ text: url, url });
    from = match.index + url.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), url: null });
  return pieces;
}
