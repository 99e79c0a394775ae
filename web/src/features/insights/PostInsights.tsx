import { useInfiniteQuery } from '@tanstack/react-query';
import { Download, Image } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import type { KnownPost } from '@/api/types';
import { Select } from '@/components/ui/Field';
import { More } from '@/components/ui/More';
import { Page } from '@/components/ui/Page';
import { Say } from '@/components/ui/Say';
import { Empty } from '@/components/ui/States';
import { useTranslation } from '@/i18n/use-translation';
import { csvOf, download } from '@/lib/csv';
import { type PostScope, postsQuery } from './api';
import { FetchMissing } from './FetchMissing';
import { COLUMNS, sorted } from './model';
import { NoFigures } from './NoFigures';
import { PostDialog } from './PostDialog';
import { PostTable } from './PostTable';
import type { Place } from './place';
import { sheetOfPosts } from './sheet';
import { useInsightWords } from './use-words';

type Props = {
  scope: PostScope;
  account: string | null;
  place: Place;
  go: (change: Partial<Place>, replace?: boolean) => void;
  lead: ReactNode;
};

/** Newest first: the order in which they come. */
const NEWEST = 'newest';

/** The posts or stories that are known here; opened, what Meta says of one now and how it grew. */
export function PostInsights({ scope, account, place, go, lead }: Props) {
  const { t } = useTranslation();
  const { nameOf } = useInsightWords();
  const query = useInfiniteQuery(postsQuery(account, scope));
  const posts = query.data?.pages.flatMap((page) => page.posts) ?? [];
  const by = COLUMNS[scope].find((metric) => metric === place.metric) ?? null;
  const { hasNextPage, isFetching, isError, fetchNextPage } = query;
  // The best of a few pages would be the best of nothing in particular.
  useEffect(() => {
    if (by !== null && hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [by, hasNextPage, isFetching, isError, fetchNextPage]);
  const exportAll = async () => {
    let all = query.data?.pages ?? [];
    let more = hasNextPage;
    while (more) {
      const next = await fetchNextPage();
      if (next.isError) return;
      all = next.data?.pages ?? all;
      more = next.hasNextPage;
    }
    download(`insights-${scope}.csv`, 'text/csv', csvOf(sheetOfPosts(all.flatMap((page) => page.posts))));
  };
  return (
    <Page
      title={t('insights.title')}
      tools={
        <>
          {lead}
          {posts.length > 0 && (
            <>
              <div className="w-44 max-w-full">
                <Select
                  quiet
                  label={t('insights.sort')}
                  value={by ?? NEWEST}
                  options={[
                    { value: NEWEST, text: t('insights.newest') },
                    ...COLUMNS[scope].map((metric) => ({
                      value: metric,
                      text: t('insights.most', { name: nameOf(metric) }),
                    })),
                  ]}
                  onChange={(metric) => go({ metric: metric === NEWEST ? null : metric }, true)}
                />
              </div>
              <button
                type="button"
                className="btn btn-s ms-auto"
                aria-label={t('common.csv')}
                onClick={() => void exportAll()}
              >
                <Download size={14} aria-hidden />
                {t('insights.csv')}
              </button>
            </>
          )}
        </>
      }
    >
      <List {...{ scope, query }} posts={sorted(posts, by)} onOpen={(post) => go({ post })} />
      <PostDialog
        scope={scope}
        id={place.post}
        post={posts.find((one) => one.id === place.post)}
        onClose={() => go({ post: null })}
      />
    </Page>
  );
}

type ListProps = {
  scope: PostScope;
  posts: readonly KnownPost[];
  query: ReturnType<typeof useInfiniteQuery<{ posts: KnownPost[]; next: string | null }>>;
  onOpen: (id: string) => void;
};

function List({ scope, posts, query, onOpen }: ListProps) {
  const { t } = useTranslation();
  if (query.data === undefined) {
    if (!query.isError) return <div className="skeleton after-a-while h-60 !rounded-card" aria-hidden="true" />;
    return <NoFigures error={query.error} retry={() => void query.refetch()} />;
  }
  if (posts.length === 0) {
    return <Empty icon={Image} title={t(`insights.noPosts.${scope}`)} text={t(`insights.noPostsHint.${scope}`)} />;
  }
  return (
    <div className="mx-auto grid max-w-[1100px] grid-cols-[minmax(0,1fr)] gap-3">
      {query.isRefetchError && <Say tone="bad">{t('insights.notRefreshed', { why: query.error.message })}</Say>}
      <FetchMissing scope={scope} ids={posts.filter((post) => post.metrics === null).map((post) => post.id)} />
      <PostTable scope={scope} posts={posts} ages onOpen={onOpen} />
      <More of={query} />
    </div>
  );
}
