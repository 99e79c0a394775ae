import clsx from 'clsx';
import { Info } from 'lucide-react';
import type { Insight } from '@/api/types';
import { useTranslation } from '@/i18n/use-translation';
import { changeOf, signedPercent } from '@/lib/numbers';
import { metricsOf, pointsOf } from './model';
import { useMetricName } from './use-metric-name';

type Props = { insight: Insight; before?: Insight | undefined };

/** Each figure with its change; one that Meta withholds keeps its place and says why. */
export function MetricCards({ insight, before }: Props) {
  const { t, language } = useTranslation();
  const nameOf = useMetricName();
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  return (
    <dl
      aria-label={t('insights.figures')}
      className="grid grid-cols-2 gap-2.5 pane:grid-cols-[repeat(auto-fill,minmax(168px,1fr))]"
    >
      {metricsOf(insight).map((metric) => {
        const value = insight.metrics[metric] ?? null;
        const earlier = before?.metrics[metric] ?? null;
        const change = changeOf(value, earlier);
        const why = insight.unavailable[metric];
        const instead = insight.replacements[metric];
        // Given in parts only, it stands among the breakdowns.
        if (value === null && why === undefined) return null;
        return (
          <div key={metric} className="min-w-0 rounded-card border border-line bg-panel px-3.5 py-2.5">
            <dt className="cut text-fs2 text-3" title={nameOf(metric)}>
              {nameOf(metric)}
            </dt>
            {value === null ? (
              <dd className="mt-1 flex gap-1.5 text-fs2 text-2">
                <Info size={14} className="mt-0.5 flex-none text-3" aria-hidden />
                <span>
                  {why} {instead !== undefined && t('insights.instead', { name: nameOf(instead) })}
                </span>
              </dd>
            ) : (
              <>
                <dd className="flex items-end justify-between gap-2">
                  <span className="num text-fs6 font-semibold">{number.format(value)}</span>
                  <Spark values={pointsOf(insight, metric).map((point) => point.value)} />
                </dd>
                <dd className="num min-h-4 text-fs2">
                  {change !== null && earlier !== null && (
                    <>
                      <span className={clsx(change > 0 && 'text-ok-text', change < 0 && 'text-bad-text')}>
                        {signedPercent(change, language)}
                      </span>{' '}
                      <span className="text-3">{t('insights.from', { value: number.format(earlier) })}</span>
                    </>
                  )}
                </dd>
              </>
            )}
          </div>
        );
      })}
    </dl>
  );
}

const WIDTH = 64;
const HEIGHT = 24;

/** The shape of the days, without figures: those stand in the plot. */
function Spark({ values }: { values: readonly number[] }) {
  if (values.length < 2) return null;
  const most = Math.max(1, ...values);
  const points = values
    .map((value, index) => `${(index / (values.length - 1)) * WIDTH},${HEIGHT - 2 - (value / most) * (HEIGHT - 4)}`)
    .join(' ');
  return (
    <svg width={WIDTH} height={HEIGHT} className="flex-none" aria-hidden="true">
      <polyline points={points} fill="none" stroke="var(--s1)" strokeWidth="1.5" />
    </svg>
  );
}
