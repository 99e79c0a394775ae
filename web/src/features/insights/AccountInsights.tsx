import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Clock, Download, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import type { Insight } from '@/api/types';
import { Choice } from '@/components/ui/Choice';
import { LineChart } from '@/components/ui/LineChart';
import { Say } from '@/components/ui/Say';
import { Failed } from '@/components/ui/States';
import { useTranslation } from '@/i18n/use-translation';
import { csvOf, download } from '@/lib/csv';
import { useNow } from '@/lib/now';
import { fullTime } from '@/lib/time';
import { accountQuery, refreshAccount } from './api';
import { Breakdowns } from './Breakdowns';
import { MetricCards } from './MetricCards';
import { overlay, type Period, periodsOf, pointsOf, RANGES, type Range } from './model';
import { Ours } from './Ours';
import { useMetricName } from './use-metric-name';

export function AccountInsights({ account }: { account: string | null }) {
  const { t } = useTranslation();
  const [range, setRange] = useState<Range>('28');
  const [compare, setCompare] = useState(true);
  const periods = periodsOf(range, useNow());
  const query = useQuery(accountQuery(account, periods.now));
  const before = useQuery({ ...accountQuery(account, periods.before), enabled: compare });
  return (
    <div className="mx-auto grid max-w-[1180px] grid-cols-[minmax(0,1fr)] gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <Choice
          label={t('insights.range')}
          value={range}
          options={RANGES.map((one) => ({ value: one, text: t('insights.days', { count: Number(one) }) }))}
          onChange={setRange}
        />
        <label className="flex items-center gap-1.5 text-fs2 text-2">
          <input
            type="checkbox"
            className="accent-[var(--accent)]"
            checked={compare}
            onChange={(event) => setCompare(event.target.checked)}
          />
          {t('insights.compare', { count: Number(range) })}
        </label>
        {query.data !== undefined && <Source account={account} period={periods.now} insight={query.data} />}
      </div>
      {query.data !== undefined ? (
        <>
          <MetricCards insight={query.data} before={compare ? before.data : undefined} />
          <Plot insight={query.data} before={compare ? before.data : undefined} />
          <Breakdowns account={account} insight={query.data} />
          <Ours period={periods.now} before={compare ? periods.before : null} />
        </>
      ) : query.isError ? (
        <Failed
          title={t('insights.failed')}
          text={query.error.message}
          retry={t('common.retry')}
          onRetry={() => void query.refetch()}
        />
      ) : (
        <div className="after-a-while grid gap-4" aria-hidden="true">
          <div className="skeleton h-24 !rounded-card" />
          <div className="skeleton h-72 !rounded-card" />
        </div>
      )}
    </div>
  );
}

type SourceProps = { account: string | null; period: Period; insight: Insight };

/** How old the figures are, the way to fresh ones, and the way out with them. */
function Source({ account, period, insight }: SourceProps) {
  const { t, language } = useTranslation();
  const queryClient = useQueryClient();
  const fetchNow = useMutation({
    mutationFn: () => refreshAccount(account, period),
    onSuccess: (fresh) => queryClient.setQueryData(accountQuery(account, period).queryKey, fresh),
  });
  const exportCsv = () => {
    const head = ['metric', 'day', 'value'];
    const days = Object.keys(insight.series).flatMap((metric) =>
      pointsOf(insight, metric).map((point) => [metric, new Date(point.at).toISOString().slice(0, 10), point.value]),
    );
    const totals = Object.entries(insight.metrics).map(([metric, value]) => [metric, 'total', value]);
    const name = `insights-${insight.entity_id}-${period.since}-${period.until}.csv`;
    download(name, 'text/csv', csvOf([head, ...totals, ...days]));
  };
  return (
    <div className="ms-auto flex flex-wrap items-center gap-2">
      <span className="flex items-center gap-1.5 text-fs2 text-3">
        <Clock size={14} aria-hidden />
        {t('insights.asOf', { time: fullTime(Date.parse(insight.fetched_at), language) })}
      </span>
      <button
        type="button"
        className="btn btn-s"
        aria-disabled={fetchNow.isPending}
        onClick={() => fetchNow.isPending || fetchNow.mutate()}
      >
        <RefreshCw size={14} className={fetchNow.isPending ? 'spin' : undefined} aria-hidden />
        {t('insights.fetch')}
      </button>
      <button type="button" className="btn btn-s" onClick={exportCsv}>
        <Download size={14} aria-hidden />
        {t('common.csv')}
      </button>
      {fetchNow.isError && (
        <Say tone="bad" alert>
          {fetchNow.error.message}
        </Say>
      )}
    </div>
  );
}

/** One metric over the days, with the period before as a dashed line. */
function Plot({ insight, before }: { insight: Insight; before: Insight | undefined }) {
  const { t } = useTranslation();
  const nameOf = useMetricName();
  const plotted = Object.keys(insight.series).filter((metric) => pointsOf(insight, metric).length > 0);
  const [chosen, setChosen] = useState<string | null>(null);
  const metric =
    chosen !== null && plotted.includes(chosen) ? chosen : plotted.includes('reach') ? 'reach' : plotted[0];
  if (metric === undefined) return null;
  const now = pointsOf(insight, metric);
  const earlier = overlay(now, pointsOf(before, metric));
  return (
    <section className="min-w-0 rounded-card border border-line bg-panel p-4" aria-label={t('insights.plot')}>
      {plotted.length > 1 && (
        <div className="mb-3 max-w-full overflow-x-auto">
          <Choice
            label={t('insights.metric')}
            value={metric}
            options={plotted.map((one) => ({ value: one, text: nameOf(one) }))}
            onChange={setChosen}
          />
        </div>
      )}
      <LineChart
        title={t('insights.perDay', { name: nameOf(metric) })}
        at={now.map((point) => point.at)}
        series={[
          { name: t('insights.thisPeriod'), values: now.map((point) => point.value) },
          ...(before === undefined ? [] : [{ name: t('insights.before'), values: earlier, before: true }]),
        ]}
      />
    </section>
  );
}
