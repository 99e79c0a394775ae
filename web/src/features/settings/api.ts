import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, nextCursor, read, readWith } from '@/api/client';
import { ApiError } from '@/api/problem';
import type { LoginInfo } from '@/api/types';

const PER_PAGE = 50;

export const loginsQuery = infiniteQueryOptions({
  queryKey: ['logins'],
  // Another login is nothing that the event stream tells of.
  refetchOnWindowFocus: true,
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

/** Ends a login. One that has ended already is as wished. */
export async function endLogin(id: string): Promise<void> {
  try {
    await read(api.DELETE('/api/auth/sessions/{id}', { params: { path: { id } } }));
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error;
  }
}

/** Ends one after the other, up to the first that cannot be. */
export async function endLogins(ids: readonly string[]): Promise<void> {
  for (const id of ids) await endLogin(id);
}

export type ProfileChange = { readonly name: string; readonly email?: string; readonly current_password?: string };

export function changeProfile(change: ProfileChange): Promise<unknown> {
  return read(api.PATCH('/api/auth/me', { body: change }));
}

export function changePassword(current: string, next: string): Promise<unknown> {
  return read(api.POST('/api/auth/change-password', { body: { current_password: current, new_password: next } }));
}
