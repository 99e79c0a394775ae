import 'uplot/dist/uPlot.min.css';
import { Table2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import UPlot from 'uplot';
import { useTranslation } from '@/i18n/use-translation';
import { compact } from '@/lib/numbers';
import { useStore } from '@/lib/store';
import { theme } from '@/lib/theme';
import { dayAndMonth } from '@/lib/time';

type Series = {
  readonly name: string;
  readonly values: readonly (number | null)[];
  /** The period before: dashed and grey. */
  readonly before?: boolean;
};

type Props = {
  title: string;
  /** The days, as moments in milliseconds. */
  at: readonly number[];
  series: readonly Series[];
  /** A figure in words, for the legend and the table. */
  format?: (value: number) => string;
  height?: number;
};

/** Each line has a style of its own, so that colour does not speak alone. */
const DASHES: readonly (readonly number[])[] = [[], [8, 3], [2, 3], [10, 3, 2, 3], [4, 4]];
const BEFORE_DASH = [4, 4];
/** Whole things are counted: no axis has half a message. */
const WHOLE = [1, 2, 5]
  .flatMap((step) => [0, 1, 2, 3, 4, 5, 6, 7, 8].map((zeros) => step * 10 ** zeros))
  .sort((a, b) => a - b);

/** Lines over days, and the same figures as a table one key away. */
export function LineChart({ title, at, series, format, height = 240 }: Props) {
  const { t, language } = useTranslation();
  const [table, setTable] = useState(false);
  const say = format ?? ((value: number) => new Intl.NumberFormat(language).format(value));
  return (
    <figure aria-label={title}>
      <figcaption className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-1">
        <span className="text-fs4 font-semibold">{title}</span>
        <span className="ms-auto flex flex-wrap gap-x-4 gap-y-1 text-fs2 text-2">
          {series.map((one, index) => (
            <span key={one.name} className="flex items-center gap-1.5">
              <svg width="22" height="8" aria-hidden="true">
                <line
                  x1="0"
                  x2="22"
                  y1="4"
                  y2="4"
                  stroke={colourOf(series, index)}
                  strokeWidth="2"
                  strokeDasharray={dashOf(series, index).join(' ')}
                />
              </svg>
              {one.name}
            </span>
          ))}
        </span>
        <button
          type="button"
          className="btn btn-s btn-icon btn-ghost"
          aria-pressed={table}
          aria-label={t('common.asTable')}
          title={t('common.asTable')}
          onClick={() => setTable(!table)}
        >
          <Table2 size={14} aria-hidden />
        </button>
      </figcaption>
      {table ? (
        <div className="overflow-auto" style={{ maxHeight: height + 40 }}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('common.day')}</th>
                {series.map((one) => (
                  <th key={one.name} scope="col" className="end">
                    {one.name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {at.map((day, index) => (
                <tr key={day}>
                  <td>{dayAndMonth(day, language)}</td>
                  {series.map((one) => {
                    const value = one.values[index] ?? null;
                    return (
                      <td key={one.name} className="end">
                        {value === null ? '–' : say(value)}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <Plot at={at} series={series} say={say} height={height} />
      )}
    </figure>
  );
}

type PlotProps = Pick<Props, 'at' | 'series'> & { say: (value: number) => string; height: number };

function Plot({ at, series, say, height }: PlotProps) {
  const { language } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const shown = useStore(theme);
  const [under, setUnder] = useState<number | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of theme has the tokens read again
  useEffect(() => {
    const target = box.current;
    if (target === null) return;
    // The tokens are read when the theme has been applied.
    const style = getComputedStyle(document.documentElement);
    const token = (name: string) => style.getPropertyValue(name).trim();
    const grid = { stroke: token('--grid'), width: 1 };
    const axis = { stroke: token('--text-3'), font: `11px ${token('--font')}`, grid, ticks: { show: false } };
    const plot = new UPlot(
      {
        width: target.clientWidth,
        height,
        legend: { show: false },
        cursor: { drag: { x: false, y: false }, points: { size: 7 } },
        scales: { x: { time: false }, y: { range: (_, __, most) => [0, Math.max(1, most * 1.08)] } },
        axes: [
          {
            ...axis,
            grid: { show: false },
            space: 70,
            size: 26,
            values: (_, splits) => splits.map((split) => dayAndMonth(at[Math.round(split)] ?? Number.NaN, language)),
            incrs: [1, 2, 3, 4, 5, 7, 10, 14, 28, 30, 60],
          },
          { ...axis, size: 46, incrs: WHOLE, values: (_, splits) => splits.map((split) => compact(split, language)) },
        ],
        series: [
          {},
          ...series.map((one, index) => {
            const stroke = token(one.before === true ? '--s-prev' : `--s${(index % 5) + 1}`);
            return {
              label: one.name,
              stroke,
              width: one.before === true ? 1.5 : 2,
              dash: [...dashOf(series, index)],
              points: { show: false },
              ...(index === 0 && { fill: `color-mix(in srgb, ${stroke} 12%, transparent)` }),
            };
          }),
        ],
        hooks: { setCursor: [(self) => setUnder(self.cursor.idx ?? null)] },
      },
      [at.map((_, index) => index), ...series.map((one) => [...one.values])],
      target,
    );
    const observer = new ResizeObserver(() => plot.setSize({ width: target.clientWidth, height }));
    observer.observe(target);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [at, series, height, language, shown]);
  const day = under === null ? undefined : at[under];
  return (
    <>
      <div ref={box} className="w-full overflow-hidden" style={{ height }} aria-hidden="true" dir="ltr" />
      <p className="num min-h-5 text-center text-fs2 text-2" aria-hidden="true">
        {day !== undefined &&
          [
            dayAndMonth(day, language),
            ...series.map((one) => {
              const value = one.values[under ?? 0] ?? null;
              return `${one.name} ${value === null ? '–' : say(value)}`;
            }),
          ].join(' · ')}
      </p>
    </>
  );
}

function colourOf(series: readonly Series[], index: number): string {
  return series[index]?.before === true ? 'var(--s-prev)' : `var(--s${(index % 5) + 1})`;
}

function dashOf(series: readonly Series[], index: number): readonly number[] {
  return series[index]?.before === true ? BEFORE_DASH : (DASHES[index % DASHES.length] ?? []);
}
