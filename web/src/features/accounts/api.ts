import { queryOptions } from '@tanstack/react-query';
import type { Managed } from '@/api/accounts';
import { api, read } from '@/api/client';
import type { Health, History, Platform } from '@/api/types';

export type NewAccount = { readonly id: string; readonly name: string; readonly token: string };

/** The words of the API for what the form asks, so that a refused field is marked. */
export const FIELDS = {
  INSTAGRAM: { id: 'page_id', name: 'username', token: 'access_token' },
  FACEBOOK: { id: 'page_id', name: 'page_name', token: 'access_token' },
} as const;

export function connectAccount(platform: Platform, { id, name, token }: NewAccount): Promise<unknown> {
  const known = { page_id: id, access_token: token };
  if (platform === 'INSTAGRAM') {
    const body = { ...known, ...(name !== '' && { username: name.replace(/^@/, '') }) };
    return read(api.POST('/api/instagram/accounts', { body }));
  }
  return read(api.POST('/api/facebook/pages', { body: { ...known, ...(name !== '' && { page_name: name }) } }));
}

export function disconnectAccount({ platform, id, externalId }: Managed): Promise<unknown> {
  return platform === 'INSTAGRAM'
    ? read(api.DELETE('/api/instagram/accounts/{id}', { params: { path: { id } } }))
    : read(api.DELETE('/api/facebook/pages/{page_id}', { params: { path: { page_id: externalId } } }));
}

/** Asked of Meta each time: only when somebody wants to see it. */
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
