import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, nextCursor, read, readWith } from '@/api/client';
import type { Conversion, ConversionTotal } from '@/api/types';

const PER_PAGE = 50;

export type Filter = {
  readonly status: Conversion['status'] | null;
  readonly name: string | null;
  /** Recorded since this moment. */
  readonly since: string | null;
};

export const conversionsQuery = ({ status, name, since }: Filter) =>
  infiniteQueryOptions({
    queryKey: ['conversions', 'list', status, name, since],
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam }) => {
      const { data, response } = await readWith(
        api.GET('/api/marketing/events', {
          params: {
            query: {
              limit: PER_PAGE,
              ...(status !== null && { status }),
              ...(name !== null && { name }),
              ...(since !== null && { since }),
              ...(pageParam !== null && { cursor: pageParam }),
            },
          },
        }),
      );
      return { events: data as Conversion[], next: nextCursor(response) };
    },
    getNextPageParam: (page) => page.next,
  });

/** The server gives at most so many rows of totals. */
export const MOST_TOTALS = 1000;

export const totalsQuery = (since: string, until: string) =>
  queryOptions({
    queryKey: ['conversions', 'totals', since, until],
    queryFn: () =>
      read(api.GET('/api/marketing/totals', { params: { query: { since, until } } })) as Promise<ConversionTotal[]>,
  });

/** Where something happened, of what a person tells; chats of ours are told from the chat itself. */
export const SOURCES = ['physical_store', 'phone_call', 'email', 'chat', 'website', 'other'] as const;
export type Source = (typeof SOURCES)[number];

export type NewConversion = {
  readonly name: string;
  readonly at: number;
  readonly source: Source;
  readonly worth: { readonly amount: number; readonly currency: string } | null;
  readonly email: string;
  readonly phone: string;
  /** Of a website only. */
  readonly page: string;
  readonly browser: string;
  readonly eventId: string;
  readonly testCode: string;
};

/** Records an event; the server hashes what tells who it was before it keeps anything. */
export async function recordConversion(key: string, one: NewConversion): Promise<Conversion> {
  const body = {
    event_name: one.name,
    event_time: Math.floor(one.at / 1000),
    action_source: one.source,
    user_data: {
      ...(one.email !== '' && { em: one.email }),
      ...(one.phone !== '' && { ph: one.phone }),
      ...(one.browser !== '' && { client_user_agent: one.browser }),
    },
    ...(one.page !== '' && { event_source_url: one.page }),
    ...(one.worth !== null && { value: one.worth.amount, currency: one.worth.currency }),
    ...(one.eventId !== '' && { event_id: one.eventId }),
    ...(one.testCode !== '' && { test_event_code: one.testCode }),
  };
  const answer = await read(api.POST('/api/marketing/events', { headers: { 'Idempotency-Key': key }, body }));
  return answer as Conversion;
}

/** Sends a failed event again; one in doubt only after the person accepted that it may count twice. */
export function retryConversion(key: string, event: Conversion): Promise<unknown> {
  return read(
    api.POST('/api/marketing/events/{id}/retry', {
      params: { path: { id: event.id } },
      headers: { 'Idempotency-Key': key },
      body: event.status === 'unknown' ? { confirm_unknown: true } : {},
    }),
  );
}
