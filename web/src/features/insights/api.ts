import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, nextCursor, read, readWith } from '@/api/client';
import type { HistoryPoint, Insight, KnownPost, Report } from '@/api/types';
import type { Period } from './model';

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

/** Who the followers are: a figure of now, not of a period. */
export const followersQuery = (account: string | null) =>
  queryOptions({
    queryKey: ['insights', 'followers', account],
    queryFn: () =>
      read(
        api.GET('/api/insights/account', {
          params: { query: { ...of(account), period: 'lifetime', metrics: 'follower_demographics' } },
        }),
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

export const postQuery = (scope: PostScope, id: string) =>
  queryOptions({
    queryKey: ['insights', 'post', scope, id],
    queryFn: () =>
      scope === 'story'
        ? (read(api.GET('/api/insights/story', { params: { query: { story_id: id } } })) as Promise<Insight>)
        : (read(api.GET('/api/insights/media', { params: { query: { media_id: id } } })) as Promise<Insight>),
    staleTime: STALE_MS,
  });

/** Pages of points that are read for one plot: more than a screen can show. */
const MOST_PAGES = 10;

export const historyQuery = (scope: PostScope, id: string, metric: string) =>
  queryOptions({
    queryKey: ['insights', 'history', scope, id, metric],
    queryFn: async (): Promise<HistoryPoint[]> => {
      const points: HistoryPoint[] = [];
      let cursor: string | null = null;
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const { data, response } = await readWith(
          api.GET('/api/insights/history', {
            params: {
              query: { scope, entity_id: id, metric, limit: 200, ...(cursor !== null && { cursor }) },
            },
          }),
        );
        points.push(...(data as HistoryPoint[]));
        cursor = nextCursor(response);
        if (cursor === null) break;
      }
      return points;
    },
  });

/** The team's own figures of the same days, which Meta does not know. */
export const oursQuery = ({ since, until }: Period, tz: string) =>
  queryOptions({
    queryKey: ['insights', 'ours', since, until, tz],
    queryFn: () =>
      read(
        api.GET('/api/reports', {
          params: { query: { since, until: `${until}T00:00:00Z`, tz, platform: 'instagram' } },
        }),
      ) as Promise<Report>,
    staleTime: STALE_MS,
  });
