import { useQuery } from '@tanstack/react-query';
import { ExternalLink } from 'lucide-react';
import type { Insight, KnownPost } from '@/api/types';
import { Dialog } from '@/components/ui/Dialog';
import { LineChart } from '@/components/ui/LineChart';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { csvOf, download } from '@/lib/csv';
import { dateOf } from '@/lib/time';
import { historyQuery, type PostScope, postQuery, refreshPost } from './api';
import { FigureCards, FigureList } from './Figures';
import { courseOf, metricsOf } from './model';
import { Breakdowns } from './Parts';
import { Source } from './Source';
import { sheetOf } from './sheet';
import { useInsightWords } from './use-words';

/** The figures that stand large, and whose growth is plotted. */
const LARGE = ['reach', 'views', 'total_interactions'];

type Props = {
  scope: PostScope;
  /** Meta's id; null while none is open. */
  id: string | null;
  /** What the list knows of it. */
  post: KnownPost | undefined;
  onClose: () => void;
};

/** One post or story: its figures, how they grew, how old they are. */
export function PostDialog({ scope, id, post, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog
      wide
      open={id !== null}
      onClose={onClose}
      title={post?.caption?.trim() || t(`insights.post.${scope}`)}
      closeLabel={t('common.close')}
    >
      {id !== null && <Post scope={scope} id={id} post={post} />}
    </Dialog>
  );
}

function Post({ scope, id, post }: { scope: PostScope; id: string; post: KnownPost | undefined }) {
  const { t, language } = useTranslation();
  const query = useQuery(postQuery(scope, id));
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-fs2">
        {post !== undefined && <span className="text-3">{dateOf(Date.parse(post.timestamp), language)}</span>}
        {typeof post?.permalink === 'string' && (
          <a
            href={post.permalink}
            target="_blank"
            rel="noreferrer noopener"
            className="inline-flex items-center gap-1.5 text-accent-text"
          >
            <ExternalLink size={14} aria-hidden />
            {t('insights.openPost')}
          </a>
        )}
        {query.data !== undefined && (
          <Source
            insight={query.data}
            fetch={() => refreshPost(scope, id)}
            queryKey={postQuery(scope, id).queryKey}
            onExport={() =>
              download(`insights-${scope}-${id}.csv`, 'text/csv', csvOf(sheetOf(query.data, undefined, new Map())))
            }
          />
        )}
      </div>
      {query.isError && (
        <Say tone="bad" alert>
          {query.error.message}
        </Say>
      )}
      {query.isPending && <div className="skeleton after-a-while h-24" aria-hidden="true" />}
      {query.data !== undefined && <Figures scope={scope} insight={query.data} />}
    </div>
  );
}

function Figures({ scope, insight }: { scope: PostScope; insight: Insight }) {
  const all = metricsOf(insight);
  return (
    <>
      <FigureCards insight={insight} metrics={LARGE.filter((metric) => all.includes(metric))} />
      <Growth scope={scope} id={insight.entity_id} />
      <FigureList wide insight={insight} metrics={all.filter((metric) => !LARGE.includes(metric))} />
      <Breakdowns insight={insight} framed={false} />
    </>
  );
}

/** Every time somebody looked, the figures were kept: together they tell how it spread. */
function Growth({ scope, id }: { scope: PostScope; id: string }) {
  const { t } = useTranslation();
  const { nameOf } = useInsightWords();
  const kept = useQuery(historyQuery({ scope, id, metrics: LARGE }));
  if (kept.isError) return <Say tone="warn">{kept.error.message}</Say>;
  const { at, values } = courseOf(kept.data ?? [], LARGE);
  if (at.length < 2) return kept.isSuccess ? <p className="text-fs2 text-3">{t('insights.grewSoon')}</p> : null;
  return (
    <LineChart
      moments
      height={180}
      title={t('insights.grew')}
      hint={t('insights.grewHint')}
      at={at}
      series={LARGE.map((metric) => ({ name: nameOf(metric), values: values.get(metric) ?? [] }))}
    />
  );
}
