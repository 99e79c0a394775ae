import { queryOptions } from '@tanstack/react-query';
import { api, read } from '@/api/client';
import type { Account } from '@/api/types';

export const accountsQuery = queryOptions({
  queryKey: ['accounts'],
  queryFn: () => read(api.GET('/api/instagram/accounts')) as Promise<Account[]>,
  staleTime: 0,
});

export type NewAccount = { readonly page_id: string; readonly username: string; readonly access_token: string };

export function connectAccount(account: NewAccount): Promise<unknown> {
  const { username, ...rest } = account;
  return read(api.POST('/api/instagram/accounts', { body: { ...rest, ...(username !== '' && { username }) } }));
}

export function disconnectAccount(id: string): Promise<unknown> {
  return read(api.DELETE('/api/instagram/accounts/{id}', { params: { path: { id } } }));
}
