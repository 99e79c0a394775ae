import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ExternalLink, Image } from 'lucide-react';
import { useState } from 'react';
import type { KnownPost } from '@/api/types';
import { Dialog } from '@/components/ui/Dialog';
import { LineChart } from '@/components/ui/LineChart';
import { More } from '@/components/ui/More';
import { Say } from '@/components/ui/Say';
import { Empty, Failed } from '@/components/ui/States';
import { useTranslation } from '@/i18n/use-translation';
import { dateOf, fullTime } from '@/lib/time';
import { historyQuery, type PostScope, postQuery, postsQuery } from './api';
import { MetricCards } from './MetricCards';
import { useMetricName } from './use-metric-name';

const COLUMNS = {
  media: ['reach', 'views', 'total_interactions', 'saved'],
  story: ['reach', 'views', 'replies', 'navigation'],
} as const;

/** The posts or stories that are known here; opened, what Meta says of one now and how it grew. */
export function PostInsights({ scope, account }: { scope: PostScope; account: string | null }) {
  const { t, language } = useTranslation();
  const nameOf = useMetricName();
  const query = useInfiniteQuery(postsQuery(account, scope));
  const [opened, setOpened] = useState<KnownPost | null>(null);
  const posts = query.data?.pages.flatMap((page) => page.posts) ?? [];
  const number = new Intl.NumberFormat(language);
  if (query.data === undefined) {
    if (!query.isError) return <div className="skeleton after-a-while h-60 !rounded-card" />;
    return (
      <Failed
        title={t('insights.failed')}
        text={query.error.message}
        retry={t('common.retry')}
        onRetry={() => void query.refetch()}
      />
    );
  }
  if (posts.length === 0) {
    return <Empty icon={Image} title={t(`insights.noPosts.${scope}`)} text={t(`insights.noPostsHint.${scope}`)} />;
  }
  return (
    <div className="mx-auto max-w-[1100px]">
      <section aria-label={t(`insights.scope.${scope}`)} className="overflow-x-auto">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t(`insights.post.${scope}`)}</th>
              {COLUMNS[scope].map((metric) => (
                <th key={metric} scope="col" className="end">
                  {nameOf(metric)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {posts.map((post) => (
              <tr key={post.id}>
                <td>
                  <button
                    type="button"
                    className="flex max-w-80 min-w-56 items-center gap-3 text-start"
                    onClick={() => setOpened(post)}
                  >
                    <Picture url={post.media_url} />
                    <span className="min-w-0">
                      <span className="cut block font-medium">{post.caption?.trim() || t('insights.noCaption')}</span>
                      <span className="block text-fs2 text-3">{dateOf(Date.parse(post.timestamp), language)}</span>
                    </span>
                  </button>
                </td>
                {COLUMNS[scope].map((metric) => {
                  const value = post.metrics?.[metric] ?? null;
                  return (
                    <td key={metric} className="end text-2">
                      {value === null ? '–' : number.format(value)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <More of={query} />
      <Dialog
        open={opened !== null}
        onClose={() => setOpened(null)}
        title={opened?.caption?.trim() || t('insights.noCaption')}
        closeLabel={t('common.close')}
      >
        {opened !== null && <Post scope={scope} post={opened} />}
      </Dialog>
    </div>
  );
}

function Picture({ url }: { url: string | null }) {
  const [broken, setBroken] = useState(false);
  if (url === null || broken) {
    return (
      <span className="grid size-10 flex-none place-items-center rounded-row bg-raised text-3" aria-hidden="true">
        <Image size={16} />
      </span>
    );
  }
  return (
    <img
      src={url}
      alt=""
      loading="lazy"
      className="size-10 flex-none rounded-row object-cover"
      onError={() => setBroken(true)}
    />
  );
}

function Post({ scope, post }: { scope: PostScope; post: KnownPost }) {
  const { t, language } = useTranslation();
  const insight = useQuery(postQuery(scope, post.id));
  const history = useQuery(historyQuery(scope, post.id, 'reach'));
  const points = history.data ?? [];
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {post.permalink !== null && (
        <a
          href={post.permalink}
          target="_blank"
          rel="noreferrer noopener"
          className="inline-flex items-center gap-1.5 text-fs2 text-accent-text"
        >
          <ExternalLink size={14} aria-hidden />
          {t('insights.openPost')}
        </a>
      )}
      {insight.isError && (
        <Say tone="bad" alert>
          {insight.error.message}
        </Say>
      )}
      {insight.isPending && <div className="skeleton after-a-while h-24" />}
      {insight.data !== undefined && (
        <>
          <MetricCards insight={insight.data} />
          <p className="text-fs2 text-3">
            {t(insight.data.ended ? 'insights.ended' : 'insights.asOf', {
              time: fullTime(Date.parse(insight.data.fetched_at), language),
            })}
          </p>
        </>
      )}
      {points.length > 1 && (
        <LineChart
          height={160}
          title={t('insights.grew')}
          at={points.map((point) => Date.parse(point.at))}
          series={[{ name: t('insights.names.reach'), values: points.map((point) => point.value) }]}
        />
      )}
    </div>
  );
}
