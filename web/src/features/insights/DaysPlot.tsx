import { useQuery } from '@tanstack/react-query';
import type { Insight } from '@/api/types';
import { Select } from '@/components/ui/Field';
import { LineChart } from '@/components/ui/LineChart';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { historyQuery } from './api';
import { noonOf, type Period } from './days';
import { alongDays, type Days, daysOf, figureOf, keptDaysOf, metricsOf } from './model';
import { useInsightWords } from './use-words';

const HALF_A_DAY = 12 * 3_600_000;

type Props = {
  insight: Insight;
  before: Insight | undefined;
  periods: { readonly now: Period; readonly before: Period };
  compare: boolean;
  /** The figure that was chosen. */
  metric: string | null;
  onMetric: (metric: string) => void;
};

/** One figure over the days, with the period before as a dashed line. */
export function DaysPlot({ insight, before, periods, compare, metric: chosen, onMetric }: Props) {
  const { t } = useTranslation();
  const { nameOf, say } = useInsightWords();
  const plotted = metricsOf(insight).filter((one) => figureOf(insight, one) !== null);
  const metric = plotted.find((one) => one === chosen) ?? plotted.find((one) => one === 'reach') ?? plotted[0];
  const own = metric !== undefined && (insight.series[metric] ?? []).length > 0;
  const moved = (moment: string) => new Date(Date.parse(moment) + HALF_A_DAY).toISOString();
  const kept = useQuery({
    ...historyQuery({
      scope: 'account',
      id: insight.entity_id,
      metrics: [metric ?? ''],
      since: moved(compare ? periods.before.since : periods.now.since),
      until: moved(periods.now.until),
    }),
    enabled: metric !== undefined && !own,
  });
  if (metric === undefined) return null;
  const stored = keptDaysOf(kept.data ?? []);
  const known = own
    ? { now: daysOf(insight, metric), before: daysOf(before, metric) }
    : { now: stored, before: stored };
  const values = (of: keyof typeof periods, days: Days) => alongDays(periods[of].days, days);
  const now = values('now', known.now);
  const empty = now.every((value) => value === null);
  return (
    <section
      className="min-w-0 rounded-card border border-line bg-panel p-4"
      aria-label={t('insights.plot')}
      aria-busy={!own && kept.isPending}
    >
      <div className="mb-3 w-56 max-w-full">
        <Select
          quiet
          label={t('insights.metric')}
          value={metric}
          options={plotted.map((one) => ({ value: one, text: nameOf(one) }))}
          onChange={onMetric}
        />
      </div>
      <LineChart
        title={nameOf(metric)}
        hint={t(own ? 'insights.perDay' : 'insights.keptPerDay')}
        zone="UTC"
        format={(value) => say(metric, value)}
        at={periods.now.days.map(noonOf)}
        series={[
          { name: t('insights.thisPeriod'), values: now },
          ...(compare
            ? [
                {
                  name: t('insights.before'),
                  values: values('before', known.before),
                  before: true,
                  days: periods.before.days.map(noonOf),
                },
              ]
            : []),
        ]}
      />
      {!own && kept.isError && (
        <Say tone="bad" alert>
          {kept.error.message}
        </Say>
      )}
      {!own && kept.isSuccess && empty && (
        <div className="mt-3">
          <Say tone="info">{t('insights.keptNone')}</Say>
        </div>
      )}
    </section>
  );
}
