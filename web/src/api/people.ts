import { queryOptions } from '@tanstack/react-query';
import { api, read } from './client';

/** People change rarely; a name that is new is at most this old. */
const PEOPLE_STALE_MS = 5 * 60_000;

/** Those a chat can be assigned to, and whose names stand under what they wrote. */
export const agentsQuery = queryOptions({
  queryKey: ['agents'],
  queryFn: () => read(api.GET('/api/users/agents')),
  staleTime: PEOPLE_STALE_MS,
});

export const statsQuery = queryOptions({
  queryKey: ['stats'],
  queryFn: () => read(api.GET('/api/dashboard/stats')),
  staleTime: Number.POSITIVE_INFINITY,
});
