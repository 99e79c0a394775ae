import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { api, eventSeq, nextCursor, read, readWith } from '@/api/client';
import type { Chat, Entry, Message, Note, Platform, Template } from '@/api/types';
import { chatsKey, type Live, threadKey } from '@/lib/live/live';
import type { ChatList, ListFilter, Row, Thread } from '@/lib/live/model';
import { adoptSent, appendPage, prependPage } from '@/lib/live/reducer';

/** One screenful and some more. */
const CHATS_PER_PAGE = 50;
const MESSAGES_PER_PAGE = 50;

/** A read older than the events that were kept is repeated; more often than this means something else is wrong. */
const SETTLE_TRIES = 3;

const rowsOf = <T>(values: readonly T[], seq: number): Row<T>[] => values.map((value) => ({ value, seq }));

async function fetchChats(filter: ListFilter, cursor: string | null, signal?: AbortSignal): Promise<ChatList> {
  const { data, response } = await readWith(
    api.GET('/api/chats', {
      params: {
        query: {
          limit: CHATS_PER_PAGE,
          ...(filter.tab === 'mine' && { assigned_to_me: true }),
          ...(filter.tab === 'unassigned' && { status_filter: 'unassigned' }),
          ...(filter.platform !== null && { platform: filter.platform }),
          ...(filter.window !== null && { window: filter.window }),
          ...(filter.unread && { unread: true }),
          ...(filter.state !== null && { state: filter.state }),
          ...(filter.label !== null && { label: filter.label }),
          ...(filter.q !== '' && { q: filter.q }),
          ...(cursor !== null && { cursor }),
        },
      },
      ...(signal && { signal }),
    }),
  );
  const floor = eventSeq(response);
  return { rows: rowsOf(data as Chat[], floor), next: nextCursor(response), floor };
}

async function fetchThread(chatId: string, before: string | null, signal?: AbortSignal): Promise<Thread> {
  const { data, response } = await readWith(
    api.GET('/api/chats/{id}', {
      params: {
        path: { id: chatId },
        query: { limit: MESSAGES_PER_PAGE, ...(before !== null && { before }) },
      },
      ...(signal && { signal }),
    }),
  );
  const floor = eventSeq(response);
  const { messages, ...chat } = data;
  return {
    chat: { value: chat as Chat, seq: floor },
    rows: rowsOf(messages as Message[], floor),
    older: messages.length >= MESSAGES_PER_PAGE,
    floor,
    lost: false,
  };
}

/** Reads until the answer can be joined to the event stream. */
async function settled<T>(fetch: () => Promise<T>, settle: (answer: T) => T | null): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    const answer = await fetch();
    const joined = settle(answer);
    if (joined !== null) return joined;
    if (tries >= SETTLE_TRIES) throw new Error('The reads stay behind the event stream.');
  }
}

export function chatsQuery(filter: ListFilter, live: Live) {
  return queryOptions({
    queryKey: chatsKey(filter),
    queryFn: ({ signal }) =>
      settled(
        () => fetchChats(filter, null, signal),
        (list) => live.settleList(filter, list),
      ),
  });
}

export function threadQuery(chatId: string, live: Live) {
  return queryOptions({
    queryKey: threadKey(chatId),
    queryFn: ({ signal }) =>
      settled(
        () => fetchThread(chatId, null, signal),
        (thread) => live.settleThread(thread),
      ),
  });
}

/** Reads the next page into the list. Events that arrive meanwhile go into the same list, so it is taken anew at the end. */
export async function loadMoreChats(queryClient: QueryClient, live: Live, filter: ListFilter): Promise<void> {
  const key = chatsKey(filter);
  const cursor = queryClient.getQueryData<ChatList>(key)?.next ?? null;
  if (cursor === null) return;
  const page = await settled(
    () => fetchChats(filter, cursor),
    (list) => live.settleList(filter, list),
  );
  queryClient.setQueryData<ChatList>(key, (list) => list && appendPage(list, page));
}

/** Reads the messages before the first one into the thread. */
export async function loadOlder(queryClient: QueryClient, live: Live, chatId: string): Promise<void> {
  const key = threadKey(chatId);
  const first = queryClient.getQueryData<Thread>(key)?.rows[0];
  if (first === undefined) return;
  const page = await settled(
    () => fetchThread(chatId, first.value.id),
    // Only what concerns messages of this page may be laid over it, so it counts as one that has older ones.
    (thread) => {
      const joined = live.settleThread({ ...thread, older: true });
      if (joined === null) return null;
      const ids = new Set(thread.rows.map((row) => row.value.id));
      return { ...joined, rows: joined.rows.filter((row) => ids.has(row.value.id)), older: thread.older };
    },
  );
  queryClient.setQueryData<Thread>(key, (thread) => thread && prependPage(thread, page));
}

/** A file by its address, or one that was handed over to our server. */
export type NewAttachment = {
  readonly type: 'image' | 'video' | 'audio' | 'file';
  readonly name: string;
  readonly url: string | null;
  readonly uploadId: string | null;
};

export type NewMessage = {
  readonly content: string;
  readonly attachments: readonly NewAttachment[];
  readonly replyTo: string | null;
};

/** Sends under a key of its own, so that a repeat after a lost answer has one effect. */
export async function postMessage(chatId: string, key: string, message: NewMessage): Promise<Message[]> {
  const { also = [], ...first } = await read(
    api.POST('/api/chats/{id}/message', {
      params: { path: { id: chatId } },
      headers: { 'Idempotency-Key': key },
      body: {
        content: message.content,
        ...(message.attachments.length > 0 && {
          attachments: message.attachments.map(({ type, url, uploadId }) =>
            uploadId === null ? { type, url } : { type, upload_id: uploadId },
          ),
        }),
        ...(message.replyTo !== null && { reply_to: message.replyTo }),
      },
    }),
  );
  return [first, ...also] as Message[];
}

/** Puts what the server stored into the open thread, where the event stream may already have brought it. */
export function adopt(queryClient: QueryClient, chatId: string, messages: readonly Message[]): void {
  queryClient.setQueryData<Thread>(threadKey(chatId), (thread) => thread && adoptSent(thread, messages));
}

export function retryMessage(message: Message): Promise<unknown> {
  return read(
    api.POST('/api/chats/{id}/messages/{message_id}/retry', {
      params: { path: { id: message.chat_id, message_id: message.id } },
      body: message.delivery_status === 'unknown' ? { confirm_unknown: true } : {},
    }),
  );
}

export function markRead(chatId: string): Promise<unknown> {
  return read(api.POST('/api/chats/{id}/mark_read', { params: { path: { id: chatId } } }));
}

export function assignChat(chatId: string, agentId: string | null): Promise<unknown> {
  return read(api.POST('/api/chats/{id}/assign', { params: { path: { id: chatId } }, body: { agent_id: agentId } }));
}

export function generateChats(): Promise<unknown> {
  return read(api.POST('/api/mock/generate-chats', { params: { query: { count: 5, platform: 'instagram' } } }));
}

export type ChatChange = {
  readonly state?: Chat['state'];
  readonly snoozed_until?: string | null;
  readonly labels?: string[];
};

export function changeChat(chatId: string, change: ChatChange): Promise<unknown> {
  return read(api.PATCH('/api/chats/{id}', { params: { path: { id: chatId } }, body: change }));
}

/** The server's longest page. */
const LONGEST_PAGE = 200;

/** All notes of a chat, oldest first. */
async function fetchNotes(chatId: string): Promise<Note[]> {
  const notes: Note[] = [];
  let cursor: string | null = null;
  do {
    const { data, response } = await readWith(
      api.GET('/api/chats/{id}/notes', {
        params: { path: { id: chatId }, query: { limit: LONGEST_PAGE, ...(cursor !== null && { cursor }) } },
      }),
    );
    notes.push(...(data as Note[]));
    cursor = nextCursor(response);
  } while (cursor !== null);
  return notes.reverse();
}

export const notesQuery = (chatId: string) =>
  queryOptions({ queryKey: ['notes', chatId], queryFn: () => fetchNotes(chatId), staleTime: Number.POSITIVE_INFINITY });

export function postNote(chatId: string, key: string, text: string): Promise<unknown> {
  return read(
    api.POST('/api/chats/{id}/notes', {
      params: { path: { id: chatId } },
      headers: { 'Idempotency-Key': key },
      body: { text },
    }),
  );
}

/** Saved replies change rarely; a new one is there after this time. */
const TEMPLATES_STALE_MS = 60_000;

export const templatesQuery = (platform: Platform) =>
  queryOptions({
    queryKey: ['templates', 'composer', platform],
    queryFn: async (): Promise<Template[]> => {
      const found: Template[] = [];
      let cursor: string | null = null;
      do {
        const { data, response } = await readWith(
          api.GET('/api/templates', {
            params: { query: { platform, limit: LONGEST_PAGE, ...(cursor !== null && { cursor }) } },
          }),
        );
        found.push(...(data as Template[]));
        cursor = nextCursor(response);
      } while (cursor !== null);
      return found;
    },
    staleTime: TEMPLATES_STALE_MS,
  });

export function sendTemplate(
  template: string,
  chatId: string,
  key: string,
  variables: Readonly<Record<string, string>>,
): Promise<unknown> {
  return read(
    api.POST('/api/templates/{id}/send', {
      params: { path: { id: template } },
      headers: { 'Idempotency-Key': key },
      body: { chat_id: chatId, variables: { ...variables } },
    }),
  );
}

/** The customer sees that somebody writes. */
export function showTyping(chatId: string): Promise<unknown> {
  return read(api.POST('/api/chats/{id}/typing', { params: { path: { id: chatId } } }));
}

/** `null` takes the reaction back. */
export function react(message: Message, reaction: string | null): Promise<unknown> {
  return read(
    api.POST('/api/chats/{id}/messages/{message_id}/reaction', {
      params: { path: { id: message.chat_id, message_id: message.id } },
      body: { reaction },
    }),
  );
}

export const labelsQuery = queryOptions({
  queryKey: ['labels'],
  queryFn: () => read(api.GET('/api/labels', { params: { query: { limit: LONGEST_PAGE } } })),
});

const TIMELINE_PAGE = 50;

export const timelineQuery = (chatId: string) =>
  infiniteQueryOptions({
    queryKey: ['timeline', chatId],
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam }) => {
      const { data, response } = await readWith(
        api.GET('/api/chats/{id}/timeline', {
          params: {
            path: { id: chatId },
            query: { limit: TIMELINE_PAGE, ...(pageParam !== null && { cursor: pageParam }) },
          },
        }),
      );
      return { entries: data as Entry[], next: nextCursor(response) };
    },
    getNextPageParam: (page) => page.next,
  });

export function recordConversion(
  chatId: string,
  key: string,
  name: string,
  worth: { readonly amount: number; readonly currency: string } | null,
): Promise<unknown> {
  return read(
    api.POST('/api/marketing/events', {
      headers: { 'Idempotency-Key': key },
      body: {
        event_name: name,
        event_time: Math.floor(Date.now() / 1000),
        chat_id: chatId,
        ...(worth !== null && { value: worth.amount, currency: worth.currency }),
      },
    }),
  );
}
