import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, nextCursor, read, readWith } from '@/api/client';
import type { Delivery, DeliveryDetail, OutboxJob } from '@/api/types';

const PER_PAGE = 50;
/** No event tells of deliveries; while somebody looks, the list is read again this often. */
const LOOK_AGAIN_MS = 4_000;

export const OUTCOMES = ['applied', 'duplicate', 'parked', 'quarantined', 'unsupported', 'deferred', 'test'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const deliveriesQuery = (outcome: Outcome | null) =>
  infiniteQueryOptions({
    queryKey: ['deliveries', 'list', outcome],
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam }) => {
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
    refetchInterval: LOOK_AGAIN_MS,
  });

export const deliveryQuery = (id: string) =>
  queryOptions({
    queryKey: ['deliveries', 'one', id],
    queryFn: () => read(api.GET('/api/deliveries/{id}', { params: { path: { id } } })) as Promise<DeliveryDetail>,
    refetchInterval: LOOK_AGAIN_MS,
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
    refetchInterval: LOOK_AGAIN_MS,
  });

export function retryJob(id: string): Promise<unknown> {
  return read(api.POST('/api/outbox/{id}/retry', { params: { path: { id } }, body: {} }));
}
