import * as v from 'valibot';
import type { Chat, Message } from '@/api/types';

const seq = v.pipe(v.number(), v.safeInteger());

// Only what the dashboard relies on is checked: a field the server adds must not make a frame unreadable.
const chat = v.looseObject({
  id: v.string(),
  instagram_user_id: v.string(),
  platform: v.picklist(['INSTAGRAM', 'FACEBOOK']),
  status: v.string(),
  assigned_to: v.nullable(v.string()),
  unread_count: v.number(),
  updated_at: v.string(),
  labels: v.array(v.string()),
  reply_window: v.looseObject({ state: v.string(), closes_at: v.nullable(v.string()) }),
});

const message = v.looseObject({
  id: v.string(),
  chat_id: v.string(),
  content: v.string(),
  message_type: v.string(),
  timestamp: v.string(),
  direction: v.picklist(['inbound', 'outbound']),
  attachments: v.array(v.looseObject({ id: v.string(), type: v.string() })),
  reactions: v.array(v.looseObject({ from: v.string() })),
  delivery_status: v.string(),
});

const known = v.variant('type', [
  v.object({ type: v.literal('ready'), head: seq, log: v.string() }),
  v.object({ type: v.literal('resync'), seq }),
  v.object({ type: v.literal('pong') }),
  v.object({ type: v.literal('new_message'), seq, chat_id: v.string(), message }),
  v.object({ type: v.literal('message_updated'), seq, chat_id: v.string(), message }),
  v.object({ type: v.literal('message_removed'), seq, chat_id: v.string(), message_id: v.string() }),
  v.object({ type: v.literal('chat_updated'), seq, chat }),
  v.object({ type: v.literal('chat_note'), seq, chat_id: v.string(), note: v.looseObject({ id: v.string() }) }),
  v.object({ type: v.literal('ig_comment'), seq }),
  v.object({ type: v.literal('fb_comment'), seq }),
  v.object({ type: v.literal('ig_insights'), seq }),
  v.object({ type: v.literal('ig_marketing_event'), seq }),
  v.object({ type: v.literal('account_status'), seq, account_id: v.string(), status: v.string() }),
  v.object({
    type: v.literal('presence'),
    chat_id: v.string(),
    user_id: v.string(),
    state: v.picklist(['viewing', 'typing', 'gone']),
  }),
]);

const KNOWN = new Set<string>(known.options.map((option) => option.entries.type.literal));

const envelope = v.looseObject({ type: v.string(), seq: v.optional(seq) });

export type LogEvent =
  | { type: 'new_message' | 'message_updated'; seq: number; chat_id: string; message: Message }
  | { type: 'message_removed'; seq: number; chat_id: string; message_id: string }
  | { type: 'chat_updated'; seq: number; chat: Chat }
  | { type: 'chat_note'; seq: number; chat_id: string }
  | { type: 'ig_comment' | 'fb_comment' | 'ig_insights' | 'ig_marketing_event'; seq: number }
  | { type: 'account_status'; seq: number; account_id: string; status: string }
  /** A kind this dashboard does not show. Its place in the log still counts. */
  | { type: 'other'; seq: number }
  /** A kind it does show, in a shape it cannot read: what it touched must be read afresh. */
  | { type: 'unreadable'; seq: number };

export type Frame =
  | LogEvent
  | { type: 'ready'; head: number; log: string }
  | { type: 'resync'; seq: number }
  | { type: 'pong' }
  | { type: 'presence'; chat_id: string; user_id: string; state: 'viewing' | 'typing' | 'gone' };

/** Reads one socket frame. Null: nothing that could be a frame, or one outside the log that means nothing here. */
export function parseFrame(text: string): Frame | null {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return null;
  }
  const outer = v.safeParse(envelope, raw);
  if (!outer.success) return null;
  const place = outer.output.seq;
  if (!KNOWN.has(outer.output.type)) return place === undefined ? null : { type: 'other', seq: place };
  const inner = v.safeParse(known, raw);
  // The schema asserts what is used of Chat and Message; their full types come from the server's document.
  if (inner.success) return inner.output as Frame;
  return place === undefined ? null : { type: 'unreadable', seq: place };
}
