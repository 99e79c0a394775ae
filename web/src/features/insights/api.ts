import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, nextCursor, read, readWith } from '@/api/client';
import type { HistoryPoint, Insight, KnownPost, Report } from '@/api/types';
import { META_ZONE, type Period } from './days';

/** Meta's figures change slowly, and the event stream says when new ones have come. */
const STALE_MS = 5 * 60_000;

/** Nobody named: the default account. */
function of(account: string | null): { ig_user_id?: string } {
  return account === null ? {} : { ig_user_id: account };
}

export const accountQuery = (account: string | null, { since, until }: Period) =>
  queryOptions({
    queryKey: ['insights', 'account', account, since, until],
    queryFn: () =>
      read(
        api.GET('/api/insights/account', {
          params: { query: { ...of(account), period: 'day', since, until } },
        }),
      ) as Promise<Insight>,
    staleTime: STALE_MS,
  });

/** Who the people are: a figure of now, not of a period. */
export const audienceQuery = (account: string | null) =>
  queryOptions({
    queryKey: ['insights', 'audience', account],
    queryFn: () =>
      read(
        api.GET('/api/insights/account', { params: { query: { ...of(account), period: 'lifetime' } } }),
      ) as Promise<Insight>,
    staleTime: STALE_MS,
  });

export function refreshAccount(account: string | null, { since, until }: Period): Promise<Insight> {
  return read(
    api.GET('/api/insights/account', {
      params: { query: { ...of(account), period: 'day', since, until, refresh: true } },
    }),
  ) as Promise<Insight>;
}

export type PostScope = 'media' | 'story';

const PER_PAGE = 30;

export const postsQuery = (account: string | null, scope: PostScope) =>
  infiniteQueryOptions({
    queryKey: ['insights', 'posts', account, scope],
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam }) => {
      const { data, response } = await readWith(
        api.GET('/api/insights/posts', {
          params: {
            query: { ...of(account), scope, limit: PER_PAGE, ...(pageParam !== null && { cursor: pageParam }) },
          },
        }),
      );
      return { posts: data as KnownPost[], next: nextCursor(response) };
    },
    getNextPageParam: (page) => page.next,
  });

const readPost = (scope: PostScope, id: string, refresh: boolean) =>
  scope === 'story'
    ? (read(api.GET('/api/insights/story', { params: { query: { story_id: id, refresh } } })) as Promise<Insight>)
    : (read(api.GET('/api/insights/media', { params: { query: { media_id: id, refresh } } })) as Promise<Insight>);

export const postQuery = (scope: PostScope, id: string) =>
  queryOptions({
    queryKey: ['insights', 'post', scope, id],
    queryFn: () => readPost(scope, id, false),
    staleTime: STALE_MS,
  });

export function refreshPost(scope: PostScope, id: string): Promise<Insight> {
  return readPost(scope, id, true);
}

/** Pages of points that are read for one plot: more than a screen can show. */
const MOST_PAGES = 10;

type Kept = {
  readonly scope: PostScope | 'account';
  readonly id: string;
  readonly metrics: readonly string[];
  readonly since?: string;
  readonly until?: string;
};

/** The figures that were kept here, oldest first. Meta is not asked. */
export const historyQuery = ({ scope, id, metrics, since, until }: Kept) =>
  queryOptions({
    queryKey: ['insights', 'history', scope, id, metrics, since, until],
    queryFn: async (): Promise<HistoryPoint[]> => {
      const points: HistoryPoint[] = [];
      let cursor: string | null = null;
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const query = {
          scope,
          entity_id: id,
          metric: metrics.join(','),
          limit: 200,
          ...(since !== undefined && { since }),
          ...(until !== undefined && { until }),
          ...(cursor !== null && { cursor }),
        };
        const { data, response } = await readWith(api.GET('/api/insights/history', { params: { query } }));
        points.push(...(data as HistoryPoint[]));
        cursor = nextCursor(response);
        if (cursor === null) break;
      }
      return points;
    },
  });

/** The team's own figures of the same days, which Meta does not know. */
export const oursQuery = ({ since, until }: Period) =>
  queryOptions({
    queryKey: ['insights', 'ours', since, until],
    queryFn: () =>
      read(
        api.GET('/api/reports', { params: { query: { since, until, tz: META_ZONE, platform: 'instagram' } } }),
      ) as Promise<Report>,
    staleTime: STALE_MS,
  });
