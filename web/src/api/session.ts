import { queryOptions } from '@tanstack/react-query';
import { api, read } from './client';
import { ApiError } from './problem';
import type { AuthConfig, Me } from './types';

/** Who is logged in; null when nobody is. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async (): Promise<Me | null> => {
    try {
      return await read(api.GET('/api/auth/me'));
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: Number.POSITIVE_INFINITY,
});

/** Mode, sign-up and the simulator's address: fixed while the server runs. */
export const configQuery = queryOptions({
  queryKey: ['config'],
  queryFn: () => read(api.GET('/api/auth/config')) as Promise<AuthConfig>,
  staleTime: Number.POSITIVE_INFINITY,
});
