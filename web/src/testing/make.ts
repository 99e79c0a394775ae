import type { Chat, Message } from '@/api/types';
import type { ChatList, ListFilter, Row, Thread } from '@/lib/live/model';

/** A fixed moment, so that every test sees the same clock: Sunday 22 November 2026, 10:00 UTC. */
export const NOW = Date.UTC(2026, 10, 22, 10, 0, 0);

export const at = (offsetMs: number): string => new Date(NOW + offsetMs).toISOString();

export function makeChat(id: string, changes: Partial<Chat> = {}): Chat {
  return {
    id,
    instagram_user_id: `igsid-${id}`,
    username: `customer.${id}`,
    profile_pic_url: null,
    last_message: 'Hello',
    status: 'unassigned',
    state: 'open',
    snoozed_until: null,
    assigned_to: null,
    unread_count: 0,
    platform: 'INSTAGRAM',
    facebook_page_id: 'mock_ig_123',
    created_at: at(-86_400_000),
    updated_at: at(-60_000),
    assigned_agent: null,
    last_incoming_at: at(-60_000),
    last_outgoing_at: null,
    held_by_another_app: false,
    labels: [],
    reply_window: { state: 'open', closes_at: at(23 * 3_600_000) },
    ...changes,
  };
}

export function makeMessage(id: string, changes: Partial<Message> = {}): Message {
  return {
    id,
    chat_id: 'c1',
    group_id: null,
    sender: 'instagram_user',
    content: `text of ${id}`,
    message_type: 'text',
    platform: 'INSTAGRAM',
    timestamp: at(0),
    direction: 'inbound',
    attachments: [],
    reply_to: null,
    reactions: [],
    sent_by: null,
    meta_message_id: `mid.${id}`,
    delivery_status: 'received',
    error: null,
    edited_at: null,
    deleted_at: null,
    rich: null,
    ...changes,
  };
}

export const ALL: ListFilter = {
  tab: 'all',
  platform: null,
  window: null,
  unread: false,
  state: null,
  label: null,
  q: '',
};

export const rowsOf = <T>(values: readonly T[], seq: number): Row<T>[] => values.map((value) => ({ value, seq }));

export const valuesOf = <T>(rows: readonly Row<T>[]): T[] => rows.map((row) => row.value);

export function makeList(chats: readonly Chat[], floor: number, next: string | null = null): ChatList {
  return { rows: rowsOf(chats, floor), next, floor };
}

export function makeThread(chat: Chat, messages: readonly Message[], floor: number, older = false): Thread {
  return { chat: { value: chat, seq: floor }, rows: rowsOf(messages, floor), older, floor, lost: false };
}

/** A small generator with a seed: the same random stream in every run. */
export function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
