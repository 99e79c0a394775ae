import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef, useState } from 'react';
import UPlot from 'uplot';
import { useTranslation } from '@/i18n/use-translation';
import { compact } from '@/lib/numbers';
import { useStore } from '@/lib/store';
import { theme } from '@/lib/theme';
import { clock, dayAndMonth } from '@/lib/time';
import { type ChartProps, type ChartWords, colourOf, dashOf, hasLoneValue, useChartWords } from './chart';

type Props = Pick<ChartProps, 'at' | 'series' | 'moments' | 'zone' | 'format'> & { height: number };

/** Where the pointer is: on which figures, and how far from the left edge. */
type Under = { readonly index: number; readonly left: number; readonly width: number };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Whole things are counted: no axis has half a message. */
const WHOLE = [1, 2, 5]
  .flatMap((step) => [0, 1, 2, 3, 4, 5, 6, 7, 8].map((zeros) => step * 10 ** zeros))
  .sort((a, b) => a - b);
const STEPS_OF_DAYS = [1, 2, 3, 4, 5, 7, 10, 14, 28, 30, 60];
const STEPS_OF_TIME = [5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 5760, 10_080, 20_160].map((n) => n * MINUTE);

/** The lines themselves, drawn by uPlot in the colours of the theme. */
export function Plot({ at, series, moments = false, zone, format, height }: Props) {
  const { language } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const shown = useStore(theme);
  const [under, setUnder] = useState<Under | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of theme has the tokens read again
  useEffect(() => {
    const target = box.current;
    if (target === null) return;
    const short = spanOf(at) < 2 * DAY;
    const tickOf = (value: number) => {
      if (!moments) return dayAndMonth(at[Math.round(value)] ?? Number.NaN, language, zone);
      return short ? clock(value, language) : dayAndMonth(value, language, zone);
    };
    const steps = !moments ? STEPS_OF_DAYS : STEPS_OF_TIME.filter((step) => short || step >= DAY);
    const plot = new UPlot(
      {
        width: target.clientWidth,
        height,
        padding: [8, 22, 0, 0],
        legend: { show: false },
        cursor: { y: false, drag: { x: false, y: false }, points: { size: 8 } },
        scales: {
          x: { time: false },
          y: { range: (_, __, most) => [0, Math.max(1, most * 1.08)] },
        },
        axes: axesOf(steps, tickOf, (value) => compact(value, language)),
        series: [{}, ...linesOf(series)],
        hooks: {
          setCursor: [
            (self) => {
              const { idx, left = -1 } = self.cursor;
              const out = idx === null || idx === undefined || left < 0;
              setUnder(out ? null : { index: idx, left: left + self.over.offsetLeft, width: target.clientWidth });
            },
          ],
        },
      },
      [at.map((moment, index) => (moments ? moment : index)), ...series.map((one) => [...one.values])],
      target,
    );
    const observer = new ResizeObserver(() => plot.setSize({ width: target.clientWidth, height }));
    observer.observe(target);
    return () => {
      observer.disconnect();
      plot.destroy();
      setUnder(null);
    };
  }, [at, series, moments, zone, height, language, shown]);
  return (
    <div className="relative" aria-hidden="true">
      <div ref={box} className="w-full overflow-hidden" style={{ height }} dir="ltr" />
      {under !== null && <Tip at={at} series={series} under={under} words={{ format, zone, moments }} />}
    </div>
  );
}

function spanOf(at: readonly number[]): number {
  return (at.at(-1) ?? 0) - (at[0] ?? 0);
}

/** A token of the theme that is on now. */
function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function axesOf(steps: number[], x: (value: number) => string, y: (value: number) => string): UPlot.Axis[] {
  const grid = { stroke: token('--grid'), width: 1 };
  const axis = { stroke: token('--text-3'), font: `11px ${token('--font')}`, grid, ticks: { show: false } };
  return [
    {
      ...axis,
      grid: { show: false },
      space: 70,
      size: 30,
      gap: 10,
      values: (_, splits) => splits.map((split) => isolated(x(split))),
      incrs: steps,
    },
    { ...axis, size: 46, incrs: WHOLE, values: (_, splits) => splits.map((split) => isolated(y(split))) },
  ];
}

function linesOf(series: ChartProps['series']): UPlot.Series[] {
  return series.map((one, index) => {
    const stroke = token(colourOf(one, index));
    return {
      label: one.name,
      stroke,
      width: one.before === true ? 1.5 : 2,
      dash: [...dashOf(one, index)],
      points: { show: hasLoneValue(one.values), size: 6, fill: stroke },
      ...(index === 0 && { fill: (self: UPlot) => shadow(self, stroke) }),
    };
  });
}

/** The plot runs from left to right in every language, its words as their own script does. */
function isolated(words: string): string {
  return words === '' ? '' : `\u2068${words}\u2069`;
}

/** The line's colour, from faint under the line to nothing at the ground. */
function shadow(self: UPlot, stroke: string): CanvasGradient | string {
  if (!/^#[\da-f]{6}$/i.test(stroke)) return 'transparent';
  const { top, height } = self.bbox;
  const gradient = self.ctx.createLinearGradient(0, top, 0, top + height);
  gradient.addColorStop(0, `${stroke}47`);
  gradient.addColorStop(1, `${stroke}00`);
  return gradient;
}

type TipProps = Pick<ChartProps, 'at' | 'series'> & { under: Under; words: ChartWords };

/** The figures under the pointer, on the side that has room. */
function Tip({ at, series, under, words: given }: TipProps) {
  const words = useChartWords(given);
  const moment = at[under.index];
  if (moment === undefined) return null;
  const onLeft = under.left > under.width / 2;
  return (
    <div
      className="pop pointer-events-none absolute top-2 z-[1] min-w-36 px-3 py-2 text-fs2"
      style={onLeft ? { right: under.width - under.left + 12 } : { left: under.left + 12 }}
    >
      <p className="mb-1 font-medium">{words.moment(moment)}</p>
      {series.map((one, index) => {
        const day = one.days?.[under.index];
        return (
          <p key={one.name} className="flex items-center gap-2 text-2">
            <span className="size-2 flex-none rounded-[2px]" style={{ background: `var(${colourOf(one, index)})` }} />
            {day === undefined ? one.name : words.shortDay(day)}
            <span className="num ms-auto ps-3 font-medium text-1">{words.value(one.values[under.index])}</span>
          </p>
        );
      })}
    </div>
  );
}
