import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, nextCursor, read, readWith } from '@/api/client';
import type { Delivery, DeliveryDetail, OutboxJob } from '@/api/types';

const PER_PAGE = 50;
/** No event tells of deliveries; while somebody looks, the list is read again this often. */
const LOOK_AGAIN_MS = 4_000;
/** What is in line is understood in a moment. */
const IN_LINE_MS = 500;
/** How many that want looking at are counted one by one. */
const COUNTED = 100;

/** A list of many pages is read again as a whole, so the less often. */
function byPages(query: { state: { data?: { pages: readonly unknown[] } | undefined } }): number {
  return LOOK_AGAIN_MS * Math.max(1, query.state.data?.pages.length ?? 1);
}

export const OUTCOMES = ['applied', 'duplicate', 'parked', 'quarantined', 'unsupported', 'deferred', 'test'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export type DeliveryPage = { readonly deliveries: readonly Delivery[]; readonly next: string | null };

export const deliveriesQuery = (outcome: Outcome | null) =>
  infiniteQueryOptions({
    queryKey: ['deliveries', 'list', outcome],
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam }): Promise<DeliveryPage> => {
      const { data, response } = await readWith(
        api.GET('/api/deliveries', {
          params: {
            query: {
              limit: PER_PAGE,
              ...(outcome !== null && { outcome }),
              ...(pageParam !== null && { cursor: pageParam }),
            },
          },
        }),
      );
      return { deliveries: data as Delivery[], next: nextCursor(response) };
    },
    getNextPageParam: (page) => page.next,
    staleTime: 0,
    refetchInterval: byPages,
  });

export const deliveryQuery = (id: string) =>
  queryOptions({
    queryKey: ['deliveries', 'one', id],
    queryFn: () => read(api.GET('/api/deliveries/{id}', { params: { path: { id } } })) as Promise<DeliveryDetail>,
    staleTime: 0,
    refetchInterval: ({ state: { data } }) => (data?.state === 'new' ? IN_LINE_MS : LOOK_AGAIN_MS),
  });

/** How many wait for somebody; `more`: there are more than are counted. */
export const troubledQuery = (outcome: 'parked' | 'quarantined') =>
  queryOptions({
    queryKey: ['deliveries', 'count', outcome],
    queryFn: async () => {
      const { data, response } = await readWith(
        api.GET('/api/deliveries', { params: { query: { outcome, limit: COUNTED } } }),
      );
      return { count: (data as Delivery[]).length, more: nextCursor(response) !== null };
    },
    staleTime: 0,
    refetchInterval: LOOK_AGAIN_MS * 3,
  });

export function replay(id: string): Promise<unknown> {
  return read(api.POST('/api/deliveries/{id}/replay', { params: { path: { id } } }));
}

export const JOB_STATES = ['open', 'failed'] as const;
export type JobState = (typeof JOB_STATES)[number];

export const outboxQuery = (state: JobState) =>
  infiniteQueryOptions({
    queryKey: ['outbox', state],
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam }) => {
      const { data, response } = await readWith(
        api.GET('/api/outbox', {
          params: { query: { state, limit: PER_PAGE, ...(pageParam !== null && { cursor: pageParam }) } },
        }),
      );
      return { jobs: data as OutboxJob[], next: nextCursor(response) };
    },
    getNextPageParam: (page) => page.next,
    staleTime: 0,
    refetchInterval: byPages,
  });

export function retryJob(key: string, id: string): Promise<unknown> {
  const params = { path: { id }, header: { 'Idempotency-Key': key } };
  return read(api.POST('/api/outbox/{id}/retry', { params, body: {} }));
}
