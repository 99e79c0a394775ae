import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Managed } from '@/api/accounts';
import { api, nextCursor, read, readWith } from '@/api/client';
import { problemFrom } from '@/api/problem';
import type {
  ChoiceMade,
  Delivery,
  Health,
  History,
  LoginChoice,
  LostMessage,
  Message,
  OutboxJob,
  Platform,
} from '@/api/types';

export type NewAccount = { readonly id: string; readonly name: string; readonly token: string };

/** The words of the API for what the form asks, so that a refused field is marked. */
export const FIELDS = {
  INSTAGRAM: { id: 'page_id', name: 'username', token: 'access_token' },
  FACEBOOK: { id: 'page_id', name: 'page_name', token: 'access_token' },
} as const;

/** Connects, or gives a new token; a repeat under the same key does it once. The answer holds our id. */
export function connectAccount(
  platform: Platform,
  { id, name, token }: NewAccount,
  key: string,
): Promise<{ id: string }> {
  const known = { page_id: id, access_token: token };
  const params = { header: { 'Idempotency-Key': key } };
  if (platform === 'INSTAGRAM') {
    const body = { ...known, ...(name !== '' && { username: name.replace(/^@/, '') }) };
    return read(api.POST('/api/instagram/accounts', { params, body }));
  }
  const body = { ...known, ...(name !== '' && { page_name: name }) };
  return read(api.POST('/api/facebook/pages', { params, body }));
}

/** Where a login at Meta begins. A browser follows it; a refusal has to be read before that. */
const loginPath = (platform: Platform) => `/api/oauth/${platform.toLowerCase()}/start`;

/** Leaves for Meta's login, or says why that is not possible here. */
export async function logInAtMeta(platform: Platform): Promise<void> {
  const answer = await fetch(loginPath(platform), { redirect: 'manual', credentials: 'same-origin' });
  if (answer.type !== 'opaqueredirect') throw problemFrom(answer.status, await answer.json().catch(() => null));
  window.location.assign(loginPath(platform));
}

export const loginChoiceQuery = (choice: string) =>
  queryOptions({
    queryKey: ['accounts', 'choice', choice],
    queryFn: () =>
      read(api.GET('/api/oauth/choices/{choice}', { params: { path: { choice } } })) as Promise<LoginChoice>,
    staleTime: Number.POSITIVE_INFINITY,
  });

export function connectChosen(choice: string, accounts: string[], key: string): Promise<ChoiceMade> {
  const params = { path: { choice }, header: { 'Idempotency-Key': key } };
  return read(api.POST('/api/oauth/choices/{choice}', { params, body: { accounts } })) as Promise<ChoiceMade>;
}

/** Lets a Page send, or holds everything back that would leave for it. */
export function letSend(pageId: string, on: boolean): Promise<unknown> {
  const params = { path: { page_id: pageId } };
  return read(api.PATCH('/api/facebook/pages/{page_id}', { params, body: { is_active: on } }));
}

/** More than comes for one account while somebody watches. */
const HEARD = 50;
/** In case the event that a message came does not reach this browser. */
const LISTEN_MS = 3_000;

/** What came in lately, for the live test. */
export const heardQuery = (waiting: boolean) =>
  queryOptions({
    queryKey: ['accounts', 'heard'],
    queryFn: () => read(api.GET('/api/deliveries', { params: { query: { limit: HEARD } } })) as Promise<Delivery[]>,
    refetchInterval: waiting ? LISTEN_MS : false,
    staleTime: 0,
    gcTime: 0,
  });

export type Said = { readonly message: Message | undefined; readonly who: string };

/** The message that the live test heard, and who wrote it. */
export const saidQuery = (chatId: string, messageId: string) =>
  queryOptions({
    queryKey: ['accounts', 'said', messageId],
    queryFn: async (): Promise<Said> => {
      const params = { path: { id: chatId }, query: { limit: HEARD } };
      const chat = await read(api.GET('/api/chats/{id}', { params }));
      return { message: (chat.messages as Message[]).find((one) => one.id === messageId), who: chat.username };
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

export function disconnectAccount({ platform, id, externalId }: Managed): Promise<unknown> {
  return platform === 'INSTAGRAM'
    ? read(api.DELETE('/api/instagram/accounts/{id}', { params: { path: { id } } }))
    : read(api.DELETE('/api/facebook/pages/{page_id}', { params: { path: { page_id: externalId } } }));
}

/** Asked of Meta each time: only when somebody wants to see it. `account_status` events have it asked again. */
export const healthQuery = (id: string) =>
  queryOptions({
    queryKey: ['accounts', 'health', id],
    queryFn: () => read(api.GET('/api/accounts/{id}/health', { params: { path: { id } } })) as Promise<Health>,
    staleTime: Number.POSITIVE_INFINITY,
  });

export function repairAccount(id: string): Promise<Health> {
  return read(api.POST('/api/accounts/{id}/repair', { params: { path: { id } } })) as Promise<Health>;
}

/** While it is under way a screen that shows it asks again and again. */
const PROGRESS_MS = 2_000;

export const historyQuery = (id: string) =>
  queryOptions({
    queryKey: ['accounts', 'history', id],
    queryFn: () => read(api.GET('/api/accounts/{id}/history', { params: { path: { id } } })) as Promise<History>,
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? PROGRESS_MS : false),
  });

export function readBack(id: string): Promise<History> {
  return read(api.POST('/api/accounts/{id}/history', { params: { path: { id } } })) as Promise<History>;
}

export function stopReadingBack(id: string): Promise<History> {
  return read(api.DELETE('/api/accounts/{id}/history', { params: { path: { id } } })) as Promise<History>;
}

const LOST_PER_PAGE = 20;

/** The messages that Meta names and no longer gives, found last first. */
export const lostQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['accounts', 'lost', id],
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam }) => {
      const query = { kind: 'lost', limit: LOST_PER_PAGE, ...(pageParam !== null && { cursor: pageParam }) };
      const params = { path: { id }, query };
      const { data, response } = await readWith(api.GET('/api/accounts/{id}/history/lost', { params }));
      return { messages: data as LostMessage[], next: nextCursor(response) };
    },
    getNextPageParam: (page) => page.next,
  });

/** The server's longest page: who has more waiting does not need the number. */
export const MOST_HELD = 200;
const HELD_AGAIN_MS = 10_000;

/** What waits to leave, for all accounts: how many replies one of them holds is counted from it. */
export const heldQuery = (asked: boolean) =>
  queryOptions({
    queryKey: ['accounts', 'held'],
    queryFn: () =>
      read(api.GET('/api/outbox', { params: { query: { state: 'open', limit: MOST_HELD } } })) as Promise<OutboxJob[]>,
    enabled: asked,
    refetchInterval: HELD_AGAIN_MS,
  });
