import { Table2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from '@/i18n/use-translation';
import { type ChartProps, colourOf, dashOf, useChartWords } from './chart';
import { Plot } from './Plot';

/** Lines over time, and the same figures as a table one key away. */
export function LineChart({ title, hint, height = 240, ...given }: ChartProps) {
  const { t } = useTranslation();
  const [table, setTable] = useState(false);
  // Callers put their figures together anew each time; the plot is only drawn anew when they are others.
  const figures = JSON.stringify([given.at, given.series]);
  const [at, series] = useMemo(() => JSON.parse(figures) as [ChartProps['at'], ChartProps['series']], [figures]);
  const data = { ...given, at, series };
  return (
    <figure aria-label={title} className="min-w-0">
      <figcaption className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-1">
        <span className="flex flex-wrap items-baseline gap-x-2.5">
          <span className="text-fs4 font-semibold">{title}</span>
          {hint !== undefined && <span className="text-fs2 text-3">{hint}</span>}
        </span>
        <span className="flex flex-wrap gap-x-4 gap-y-1 text-fs2 text-2 max-pane:order-last max-pane:basis-full pane:ms-auto">
          {series.map((one, index) => (
            <span key={one.name} className="flex items-center gap-1.5">
              <svg width="22" height="8" aria-hidden="true">
                <line
                  x1="0"
                  x2="22"
                  y1="4"
                  y2="4"
                  stroke={`var(${colourOf(one, index)})`}
                  strokeWidth="2"
                  strokeDasharray={dashOf(one, index).join(' ')}
                />
              </svg>
              {one.name}
            </span>
          ))}
        </span>
        <button
          type="button"
          className="btn btn-s btn-icon btn-ghost max-pane:ms-auto"
          aria-pressed={table}
          aria-label={t('common.asTable')}
          title={t('common.asTable')}
          onClick={() => setTable(!table)}
        >
          <Table2 size={14} aria-hidden />
        </button>
      </figcaption>
      {table ? <Table title={title} height={height} {...data} /> : <Plot height={height} {...data} />}
    </figure>
  );
}

function Table({ title, at, series, height, ...rest }: ChartProps & { height: number }) {
  const { t } = useTranslation();
  const words = useChartWords(rest);
  return (
    <section
      className="relative overflow-auto"
      style={{ maxHeight: height }}
      aria-label={title}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
      tabIndex={0}
    >
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t(rest.moments === true ? 'common.time' : 'common.day')}</th>
            {series.map((one) => (
              <th key={one.name} scope="col" className="end">
                {one.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {at.map((moment, index) => (
            <tr key={moment}>
              <th scope="row" className="!border-line !font-normal !text-2">
                {words.moment(moment)}
              </th>
              {series.map((one) => (
                <td key={one.name} className="end">
                  {words.value(one.values[index])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
