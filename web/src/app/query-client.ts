import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '@/api/problem';

/** Reads are repeated when the server or the network failed, not when it refused. */
const READ_RETRIES = 2;

/** A conversation that was left stays ready, and is kept up to date, this long. */
const KEEP_LEFT_MS = 15 * 60_000;

export function makeQueryClient(): QueryClient {
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        // Freshness comes from the event stream, not from looking again.
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        networkMode: 'always',
        retry: (count, error) => count < READ_RETRIES && !(error instanceof ApiError && !error.retryable),
      },
      mutations: { networkMode: 'always' },
    },
  });
  // Live data is replaced by the reducer, which keeps what did not change; comparing 100,000 rows again would be waste.
  for (const queryKey of [['chats'], ['thread']]) {
    client.setQueryDefaults(queryKey, {
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: KEEP_LEFT_MS,
      structuralSharing: false,
    });
  }
  return client;
}
