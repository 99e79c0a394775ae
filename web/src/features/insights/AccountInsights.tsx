import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Insight } from '@/api/types';
import { Choice } from '@/components/ui/Choice';
import { Page } from '@/components/ui/Page';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { csvOf, download } from '@/lib/csv';
import { useNow } from '@/lib/now';
import { dayRange } from '@/lib/time';
import { accountQuery, refreshAccount } from './api';
import { BestPosts } from './BestPosts';
import { DaysPlot } from './DaysPlot';
import { noonOf, type Period, periodsOf, RANGES } from './days';
import { FigureCards, FigureList } from './Figures';
import { daysOf, MAIN, metricsOf } from './model';
import { NoFigures } from './NoFigures';
import { FirstAnswerCard, Ours } from './Ours';
import { Audiences, Breakdowns } from './Parts';
import type { Place } from './place';
import { Source } from './Source';
import { sheetOf } from './sheet';

type Props = {
  account: string | null;
  place: Place;
  go: (change: Partial<Place>, replace?: boolean) => void;
  /** What stands first among the tools, whatever is shown. */
  lead: ReactNode;
};

/** What Meta counts of an account, beside how its customers were answered. */
export function AccountInsights({ account, place, go, lead }: Props) {
  const { t, language } = useTranslation();
  const { range, compare } = place;
  const periods = periodsOf(range, useNow());
  const query = useQuery(accountQuery(account, periods.now));
  const before = useQuery({ ...accountQuery(account, periods.before), enabled: compare });
  const earlier = compare ? before.data : undefined;
  const [first, last] = [periods.now.days[0] ?? '', periods.now.days.at(-1) ?? ''];
  return (
    <Page
      title={t('insights.title')}
      tools={
        <>
          {lead}
          <Choice
            label={t('insights.range')}
            value={range}
            options={RANGES.map((one) => ({ value: one, text: t('insights.days', { count: Number(one) }) }))}
            onChange={(next) => go({ range: next }, true)}
          />
          <span className="text-fs2 text-2">{dayRange(noonOf(first), noonOf(last), language, 'UTC')}</span>
          <label
            title={t('insights.compareHint', { count: Number(range) })}
            className="flex min-h-6 items-center gap-1.5 text-fs2 text-2 pointer-coarse:min-h-9"
          >
            <input
              type="checkbox"
              className="accent-[var(--accent)]"
              checked={compare}
              onChange={(event) => go({ compare: event.target.checked }, true)}
            />
            {t('insights.compare')}
          </label>
          {query.data !== undefined && (
            <Source
              insight={query.data}
              fetch={() => refreshAccount(account, periods.now)}
              queryKey={accountQuery(account, periods.now).queryKey}
              onExport={() => exportAccount(query.data, earlier, periods.now)}
            />
          )}
        </>
      }
    >
      {query.data !== undefined ? (
        <div className="mx-auto grid max-w-[1180px] grid-cols-[minmax(0,1fr)] gap-4">
          {query.isError && <Say tone="bad">{t('insights.notRefreshed', { why: query.error.message })}</Say>}
          {compare && before.isError && <Say tone="warn">{t('insights.noBefore', { why: before.error.message })}</Say>}
          <Content {...{ account, place, go, periods }} insight={query.data} before={earlier} />
        </div>
      ) : query.isError ? (
        <NoFigures error={query.error} retry={() => void query.refetch()} />
      ) : (
        <Waiting />
      )}
    </Page>
  );
}

type ContentProps = Omit<Props, 'lead'> & {
  periods: { readonly now: Period; readonly before: Period };
  insight: Insight;
  before: Insight | undefined;
};

function Content({ account, place, go, periods, insight, before }: ContentProps) {
  const { t } = useTranslation();
  const ours = { period: periods.now, before: periods.before, compare: place.compare };
  const rest = metricsOf(insight).filter((metric) => !MAIN.includes(metric));
  const main = MAIN.filter((metric) => metric in insight.metrics || metric in insight.unavailable);
  return (
    <>
      <FigureCards insight={insight} before={before} metrics={main}>
        <FirstAnswerCard {...ours} />
      </FigureCards>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 desk:grid-cols-[minmax(0,1.85fr)_minmax(0,1fr)]">
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-4">
          <DaysPlot
            insight={insight}
            before={before}
            periods={periods}
            compare={place.compare}
            metric={place.metric}
            onMetric={(metric) => go({ metric }, true)}
          />
          <BestPosts account={account} go={go} />
          <section className="min-w-0 rounded-card border border-line bg-panel p-4">
            <h2 className="mb-1 text-fs4">{t('insights.more')}</h2>
            <FigureList wide insight={insight} before={before} metrics={rest} />
          </section>
        </div>
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-4">
          <Ours {...ours} />
          <Breakdowns insight={insight} />
        </div>
      </div>
      <Audiences account={account} />
    </>
  );
}

/** The shape of what comes. */
function Waiting() {
  return (
    <div className="after-a-while mx-auto grid max-w-[1180px] gap-4" aria-hidden="true">
      <div className="grid grid-cols-2 gap-2.5 pane:grid-cols-5">
        {['a', 'b', 'c', 'd', 'e'].map((key) => (
          <div key={key} className="skeleton h-24 !rounded-card" />
        ))}
      </div>
      <div className="grid gap-4 desk:grid-cols-[minmax(0,1.85fr)_minmax(0,1fr)]">
        <div className="skeleton h-80 !rounded-card" />
        <div className="skeleton h-80 !rounded-card" />
      </div>
    </div>
  );
}

function exportAccount(insight: Insight, before: Insight | undefined, period: Period) {
  const days = new Map(Object.keys(insight.series).map((metric) => [metric, daysOf(insight, metric)]));
  const name = `insights-${insight.entity_id}-${period.days[0]}-${period.days.at(-1)}.csv`;
  download(name, 'text/csv', csvOf(sheetOf(insight, before, days)));
}
