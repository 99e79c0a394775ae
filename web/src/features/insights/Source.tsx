import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { Clock, Download, RefreshCw } from 'lucide-react';
import type { Insight } from '@/api/types';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { useNow } from '@/lib/now';
import { relative } from '@/lib/relative';
import { dayAndMonth, fullTime } from '@/lib/time';
import { noonOf } from './days';
import { daysOf } from './model';

type Props = {
  insight: Insight;
  /** Asks Meta anew. */
  fetch: () => Promise<Insight>;
  /** Where the answer belongs. */
  queryKey: QueryKey;
  onExport: () => void;
};

/** How old the figures are, the way to fresh ones, and the way out with them. */
export function Source({ insight, fetch, queryKey, onExport }: Props) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const fetchNow = useMutation({
    mutationFn: fetch,
    onSuccess: (fresh) => {
      queryClient.setQueryData(queryKey, fresh);
      void queryClient.invalidateQueries({ queryKey: ['insights', 'history'] });
    },
  });
  return (
    <div className="ms-auto flex flex-wrap items-center justify-end gap-2">
      <Age insight={insight} />
      {!insight.ended && (
        <button
          type="button"
          className="btn btn-s"
          aria-disabled={fetchNow.isPending}
          onClick={() => fetchNow.isPending || fetchNow.mutate()}
        >
          <RefreshCw size={14} className={fetchNow.isPending ? 'spin' : undefined} aria-hidden />
          {t('insights.fetch')}
        </button>
      )}
      <button type="button" className="btn btn-s" aria-label={t('common.csv')} onClick={onExport}>
        <Download size={14} aria-hidden />
        {t('insights.csv')}
      </button>
      {fetchNow.isError && (
        <div className="basis-full">
          <Say tone="bad" alert>
            {fetchNow.error.message} {t('insights.stillStored')}
          </Say>
        </div>
      )}
    </div>
  );
}

function Age({ insight }: { insight: Insight }) {
  const { t, language } = useTranslation();
  const at = Date.parse(insight.fetched_at);
  const age = relative(at, useNow(), language);
  const newest = [...daysOf(insight, 'reach').keys()].sort().at(-1);
  return (
    <p role="status" className="flex items-center gap-1.5 text-fs2 text-3" title={fullTime(at, language)}>
      <Clock size={14} className="flex-none" aria-hidden />
      <span>
        {insight.ended ? t('insights.ended', { time: fullTime(at, language) }) : t('insights.asOf', { age })}
        {newest !== undefined && ` ${t('insights.newestDay', { day: dayAndMonth(noonOf(newest), language, 'UTC') })}`}
      </span>
    </p>
  );
}
