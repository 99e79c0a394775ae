import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, nextCursor, read, readWith } from '@/api/client';
import type { Conversion, ConversionTotal } from '@/api/types';

const PER_PAGE = 50;

export type Filter = { readonly status: Conversion['status'] | null; readonly name: string };

export const conversionsQuery = ({ status, name }: Filter) =>
  infiniteQueryOptions({
    queryKey: ['conversions', 'list', status, name],
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam }) => {
      const { data, response } = await readWith(
        api.GET('/api/marketing/events', {
          params: {
            query: {
              limit: PER_PAGE,
              ...(status !== null && { status }),
              ...(name !== '' && { name }),
              ...(pageParam !== null && { cursor: pageParam }),
            },
          },
        }),
      );
      return { events: data as Conversion[], next: nextCursor(response) };
    },
    getNextPageParam: (page) => page.next,
  });

export const totalsQuery = (since: string, until: string) =>
  queryOptions({
    queryKey: ['conversions', 'totals', since, until],
    queryFn: () =>
      read(api.GET('/api/marketing/totals', { params: { query: { since, until } } })) as Promise<ConversionTotal[]>,
  });

export type NewConversion = {
  readonly name: string;
  readonly at: number;
  readonly worth: { readonly amount: number; readonly currency: string } | null;
  readonly email: string;
  readonly phone: string;
  readonly page: string;
  readonly eventId: string;
  readonly testCode: string;
};

/** Records an event; the server hashes what tells who it was before it keeps anything. */
export function recordConversion(key: string, one: NewConversion): Promise<unknown> {
  const who = { ...(one.email !== '' && { em: one.email }), ...(one.phone !== '' && { ph: one.phone }) };
  return read(
    api.POST('/api/marketing/events', {
      headers: { 'Idempotency-Key': key },
      body: {
        event_name: one.name,
        event_time: Math.floor(one.at / 1000),
        // Without a page it happened somewhere else than on one.
        action_source: one.page === '' ? 'system_generated' : 'website',
        ...(one.page !== '' && { event_source_url: one.page }),
        ...(one.worth !== null && { value: one.worth.amount, currency: one.worth.currency }),
        ...(Object.keys(who).length > 0 && { user_data: who }),
        ...(one.eventId !== '' && { event_id: one.eventId }),
        ...(one.testCode !== '' && { test_event_code: one.testCode }),
      },
    }),
  );
}

export function retryConversion(event: Conversion): Promise<unknown> {
  return read(
    api.POST('/api/marketing/events/{id}/retry', {
      params: { path: { id: event.id } },
      body: event.status === 'unknown' ? { confirm_unknown: true } : {},
    }),
  );
}
