import { queryOptions } from '@tanstack/react-query';
import { api, read } from '@/api/client';
import type { Platform, Report } from '@/api/types';

export type Wanted = {
  readonly since: string;
  readonly until: string;
  readonly tz: string;
  readonly platform: Platform | null;
};

/** Counted anew when somebody looks: the figures of today change with every message. */
const LOOK_AGAIN_MS = 60_000;

export const reportQuery = ({ since, until, tz, platform }: Wanted) =>
  queryOptions({
    queryKey: ['reports', since, until, tz, platform],
    queryFn: () =>
      read(
        api.GET('/api/reports', {
          params: {
            query: { since, until, tz, ...(platform !== null && { platform: platform.toLowerCase() }) },
          },
        }),
      ) as Promise<Report>,
    refetchInterval: LOOK_AGAIN_MS,
  });
