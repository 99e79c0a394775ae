import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, nextCursor, read, readWith } from '@/api/client';
import type { LoginInfo } from '@/api/types';

const PER_PAGE = 50;

export const loginsQuery = infiniteQueryOptions({
  queryKey: ['logins'],
  initialPageParam: null as string | null,
  queryFn: async ({ pageParam }) => {
    const { data, response } = await readWith(
      api.GET('/api/auth/sessions', {
        params: { query: { limit: PER_PAGE, ...(pageParam !== null && { cursor: pageParam }) } },
      }),
    );
    return { logins: data as LoginInfo[], next: nextCursor(response) };
  },
  getNextPageParam: (page) => page.next,
});

export function endLogin(id: string): Promise<unknown> {
  return read(api.DELETE('/api/auth/sessions/{id}', { params: { path: { id } } }));
}

export type ProfileChange = { readonly name: string; readonly email?: string; readonly current_password?: string };

export function changeProfile(change: ProfileChange): Promise<unknown> {
  return read(api.PATCH('/api/auth/me', { body: change }));
}

export function changePassword(current: string, next: string): Promise<unknown> {
  return read(api.POST('/api/auth/change-password', { body: { current_password: current, new_password: next } }));
}
