import clsx from 'clsx';
import { Info } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Insight } from '@/api/types';
import { Change } from '@/components/ui/Change';
import { useTranslation } from '@/i18n/use-translation';
import { figureOf } from './model';
import { useInsightWords } from './use-words';

type Props = {
  insight: Insight;
  /** The same of the period before; undefined where nothing is compared. */
  before?: Insight | undefined;
  metrics: readonly string[];
};

/** Five cards in two columns leave no hole. */
const CARDS =
  'grid grid-cols-2 gap-2.5 max-pane:*:odd:last:col-span-2 pane:grid-cols-[repeat(auto-fit,minmax(168px,1fr))]';

/** The figures that matter most, large; one that Meta withholds keeps its place and says why. */
export function FigureCards({ insight, before, metrics, children }: Props & { children?: ReactNode }) {
  const { t } = useTranslation();
  const { nameOf, say } = useInsightWords();
  return (
    <dl aria-label={t('insights.figures')} className={CARDS}>
      {metrics.map((metric) => {
        const value = figureOf(insight, metric);
        const earlier = figureOf(before, metric);
        return (
          <FigureCard key={metric} name={nameOf(metric)}>
            {value === null ? (
              <dd className="mt-1 text-fs2 text-2">
                <Withheld insight={insight} metric={metric} />
              </dd>
            ) : (
              <>
                <dd className="flex items-end justify-between gap-2">
                  <span className="num text-fs6 font-semibold">{say(metric, value)}</span>
                  <Spark values={(insight.series[metric] ?? []).map((point) => point.value ?? 0)} />
                </dd>
                <dd className="num text-fs2">
                  <Change
                    now={value}
                    before={earlier}
                    from={earlier === null ? '' : say(metric, earlier)}
                    better="more"
                  />
                </dd>
              </>
            )}
          </FigureCard>
        );
      })}
      {children}
    </dl>
  );
}

export function FigureCard({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0 rounded-card border border-line bg-panel px-3.5 py-2.5">
      <dt className="cut text-fs2 text-3" title={name}>
        {name}
      </dt>
      {children}
    </div>
  );
}

/** Why Meta gives no figure, and what it has in its place. */
function Withheld({ insight, metric }: { insight: Insight; metric: string }) {
  const { t } = useTranslation();
  const { nameOf } = useInsightWords();
  const instead = insight.replacements[metric];
  return (
    <span className="flex gap-1.5">
      <Info size={14} className="mt-0.5 flex-none text-3" aria-hidden />
      <span>
        {insight.unavailable[metric] ?? t('insights.notGiven')}{' '}
        {instead !== undefined && t('insights.instead', { name: nameOf(instead) })}
      </span>
    </span>
  );
}

/** The other figures, one in a row. */
export function FigureList({ insight, before, metrics, wide = false }: Props & { wide?: boolean }) {
  const { nameOf, say } = useInsightWords();
  const { t } = useTranslation();
  if (metrics.length === 0) return null;
  return (
    <dl aria-label={t('insights.more')} className={clsx('grid gap-x-8', wide && 'pane:grid-cols-2')}>
      {metrics.map((metric) => {
        const value = figureOf(insight, metric);
        const earlier = figureOf(before, metric);
        return (
          <div
            key={metric}
            className="flex min-w-0 flex-wrap items-baseline justify-between gap-x-3 border-b border-line-strong py-1.5"
          >
            <dt className="text-2">{nameOf(metric)}</dt>
            {value === null ? (
              <dd className="basis-full text-fs2 text-3">
                <Withheld insight={insight} metric={metric} />
              </dd>
            ) : (
              <dd className="num flex flex-wrap items-baseline justify-end gap-x-2.5 text-fs2">
                <Change
                  now={value}
                  before={earlier}
                  from={earlier === null ? '' : say(metric, earlier)}
                  better="more"
                />
                <span className="text-fs3 font-medium">{say(metric, value)}</span>
              </dd>
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
    <svg width={WIDTH} height={HEIGHT} className="min-w-0 flex-none" aria-hidden="true">
      <polyline points={points} fill="none" stroke="var(--s1)" strokeWidth="1.5" />
    </svg>
  );
}
