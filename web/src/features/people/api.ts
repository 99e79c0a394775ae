import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, nextCursor, read, readWith } from '@/api/client';
import type { AuditEntry, Invited, User } from '@/api/types';

const PER_PAGE = 50;
/** No event tells of colleagues; another admin's changes show within so long. */
const LOOK_AGAIN_MS = 15_000;

export const peopleQuery = infiniteQueryOptions({
  queryKey: ['people'],
  initialPageParam: null as string | null,
  queryFn: async ({ pageParam }) => {
    const { data, response } = await readWith(
      api.GET('/api/users', {
        params: { query: { limit: PER_PAGE, ...(pageParam !== null && { cursor: pageParam }) } },
      }),
    );
    return { people: data as User[], next: nextCursor(response) };
  },
  getNextPageParam: (page) => page.next,
  staleTime: 0,
  refetchInterval: LOOK_AGAIN_MS,
});

export const auditQuery = infiniteQueryOptions({
  queryKey: ['audit'],
  initialPageParam: null as string | null,
  queryFn: async ({ pageParam }) => {
    const { data, response } = await readWith(
      api.GET('/api/audit', {
        params: { query: { limit: PER_PAGE, ...(pageParam !== null && { cursor: pageParam }) } },
      }),
    );
    return { entries: data as AuditEntry[], next: nextCursor(response) };
  },
  getNextPageParam: (page) => page.next,
  staleTime: 0,
  refetchInterval: LOOK_AGAIN_MS,
});

export type NewPerson = { readonly name: string; readonly email: string; readonly role: User['role'] };

/** Without a password of the admin's the answer carries one for a single login. */
export function invite(key: string, person: NewPerson): Promise<Invited> {
  return read(api.POST('/api/users', { headers: { 'Idempotency-Key': key }, body: person }));
}

export type Change = Partial<Pick<User, 'role' | 'is_active' | 'name' | 'email'>>;

export function changePerson(id: string, change: Change): Promise<unknown> {
  return read(api.PATCH('/api/users/{id}', { params: { path: { id } }, body: change }));
}

export function resetPassword(id: string): Promise<Invited> {
  return read(api.POST('/api/users/{id}/reset-password', { params: { path: { id } }, body: {} }));
}
