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

/** The figures that matter most, large; one that Meta withholds keeps its place and says why. */
export function FigureCards({ insight, before, metrics, children }: Props & { children?: ReactNode }) {
  const { t } = useTranslation();
  const { nameOf, say } = useInsightWords();
  return (
    <dl
      aria-label={t('insights.figures')}
      className="grid grid-cols-2 gap-2.5 pane:grid-cols-[repeat(auto-fit,minmax(168px,1fr))]"
    >
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
                <dd className="num min-h-4 text-fs2">
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
export function FigureTable({ insight, before, metrics }: Props) {
  const { t } = useTranslation();
  const { nameOf, say } = useInsightWords();
  if (metrics.length === 0) return null;
  return (
    <table className="table">
      <caption className="sr-only">{t('insights.more')}</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">{t('insights.metric')}</th>
          <th scope="col">{t('insights.value')}</th>
        </tr>
      </thead>
      <tbody>
        {metrics.map((metric) => {
          const value = figureOf(insight, metric);
          const earlier = figureOf(before, metric);
          return (
            <tr key={metric}>
              <th scope="row" className="!border-line !text-fs3 !font-normal !whitespace-normal !text-2">
                {nameOf(metric)}
                {value === null && (
                  <span className="mt-0.5 block text-fs2">
                    <Withheld insight={insight} metric={metric} />
                  </span>
                )}
              </th>
              <td className="end">
                {value === null ? (
                  <span className="text-fs2 text-3">{t('insights.notGivenShort')}</span>
                ) : (
                  <>
                    <span className="block font-medium">{say(metric, value)}</span>
                    <span className="block text-fs2">
                      <Change
                        now={value}
                        before={earlier}
                        from={earlier === null ? '' : say(metric, earlier)}
                        better="more"
                      />
                    </span>
                  </>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
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
