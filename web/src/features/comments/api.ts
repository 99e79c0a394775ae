import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query';
import { api, nextCursor, read, readWith } from '@/api/client';
import type { ListedComment, Mention, Platform } from '@/api/types';
import type { Comment, Filter } from './model';

const PER_PAGE = 50;

/** Where each platform's list goes on; null: at its end. */
type Cursors = Readonly<Record<Platform, string | null>>;
type Page = { readonly comments: readonly Comment[]; readonly next: Cursors | null };

const PATHS = { INSTAGRAM: '/api/instagram/comments', FACEBOOK: '/api/facebook/comments' } as const;
const PLATFORMS = ['INSTAGRAM', 'FACEBOOK'] as const;

type Query = { media_id?: string; hidden?: 'true' | 'false'; unanswered?: boolean; q?: string };

async function fetchPage(platform: Platform, query: Query, cursor: string | null) {
  const { data, response } = await readWith(
    api.GET(PATHS[platform], {
      params: { query: { ...query, limit: PER_PAGE, ...(cursor !== null && { cursor }) } },
    }),
  );
  const comments = (data as ListedComment[]).map((comment): Comment => ({ ...comment, platform }));
  return { comments, next: nextCursor(response) };
}

/** The next page of each platform that has one. */
async function fetchBoth(platforms: readonly Platform[], query: Query, from: Cursors | null): Promise<Page> {
  const wanted = platforms.filter((platform) => from === null || from[platform] !== null);
  const pages = await Promise.all(
    wanted.map(async (platform) => ({ platform, ...(await fetchPage(platform, query, from?.[platform] ?? null)) })),
  );
  const next = {
    INSTAGRAM: null,
    FACEBOOK: null,
    ...Object.fromEntries(pages.map((page) => [page.platform, page.next])),
  };
  const more = Object.values(next).some((cursor) => cursor !== null);
  return { comments: pages.flatMap((page) => page.comments), next: more ? next : null };
}

const FIRST: Cursors | null = null;

export const queueQuery = ({ platform, view, q }: Filter) =>
  infiniteQueryOptions({
    queryKey: ['comments', 'queue', platform, view, q],
    initialPageParam: FIRST as Cursors | null,
    queryFn: ({ pageParam }) =>
      fetchBoth(
        platform === null ? PLATFORMS : [platform],
        {
          ...(view === 'open' && { unanswered: true, hidden: 'false' as const }),
          ...(view === 'hidden' && { hidden: 'true' as const }),
          ...(q !== '' && { q }),
        },
        pageParam,
      ),
    getNextPageParam: (page) => page.next,
  });

export const postQuery = (platform: Platform, media: string) =>
  infiniteQueryOptions({
    queryKey: ['comments', 'post', platform, media],
    initialPageParam: FIRST as Cursors | null,
    queryFn: ({ pageParam }) => fetchBoth([platform], { media_id: media }, pageParam),
    getNextPageParam: (page) => page.next,
  });

type Cached = { pages: Page[]; pageParams: unknown[] };

/** Shows a change at once; the event that follows has the list read again. */
export function patchComment(queryClient: QueryClient, id: string, change: Partial<Comment>): void {
  queryClient.setQueriesData<Cached>({ queryKey: ['comments'] }, (data) => {
    if (data === undefined) return data;
    const pages = data.pages.map((page) => ({
      ...page,
      comments: page.comments.map((comment) => {
        if (comment.id === id) return { ...comment, ...change };
        const { hidden } = change;
        if (hidden === undefined || !comment.replies.some((reply) => reply.id === id)) return comment;
        return {
          ...comment,
          replies: comment.replies.map((reply) => (reply.id === id ? { ...reply, hidden } : reply)),
        };
      }),
    }));
    return { ...data, pages };
  });
}

export function hideComment(id: string, hide: boolean): Promise<unknown> {
  return read(api.POST('/api/comments/hide', { body: { comment_id: id, hide } }));
}

export function deleteComment(id: string, leaving = false): Promise<unknown> {
  return read(
    api.DELETE('/api/comments/delete', {
      params: { query: { comment_id: id } },
      // The page goes away, the request must not.
      keepalive: leaving,
    }),
  );
}

export type Sent =
  | { readonly kind: 'sent'; readonly chatId: string | null }
  /** Meta's answer was lost: it may stand there. */
  | { readonly kind: 'unknown'; readonly detail: string };

function outcome(data: unknown): Sent {
  const { status, detail, chat_id } = data as { status?: unknown; detail?: unknown; chat_id?: unknown };
  if (status === 'unknown') return { kind: 'unknown', detail: typeof detail === 'string' ? detail : '' };
  return { kind: 'sent', chatId: typeof chat_id === 'string' ? chat_id : null };
}

export type AnswerKind = 'public' | 'private';

/** Answers a comment. A repeat with the same key has one effect. */
export async function answerComment(comment: Comment, kind: AnswerKind, key: string, text: string): Promise<Sent> {
  const options = {
    params: { path: { id: comment.id } },
    headers: { 'Idempotency-Key': key },
    body: { text },
  };
  const paths = {
    INSTAGRAM: { public: '/api/instagram/comments/{id}/reply', private: '/api/instagram/comments/{id}/private-reply' },
    FACEBOOK: { public: '/api/facebook/comments/{id}/reply', private: '/api/facebook/comments/{id}/private-reply' },
  } as const;
  const path = paths[comment.platform][kind];
  return outcome(await read<unknown>(api.POST(path, options)));
}

export async function writeComment(media: string, account: string, key: string, text: string): Promise<Sent> {
  const body = { media_id: media, message: text, account_id: account };
  return outcome(await read<unknown>(api.POST('/api/comments/create', { headers: { 'Idempotency-Key': key }, body })));
}

export const mentionsQuery = infiniteQueryOptions({
  queryKey: ['mentions'],
  initialPageParam: null as string | null,
  queryFn: async ({ pageParam }) => {
    const { data, response } = await readWith(
      api.GET('/api/instagram/mentions', {
        params: { query: { limit: PER_PAGE, ...(pageParam !== null && { cursor: pageParam }) } },
      }),
    );
    return { mentions: data.data as Mention[], note: data.note ?? null, next: nextCursor(response) };
  },
  getNextPageParam: (page) => page.next,
});
