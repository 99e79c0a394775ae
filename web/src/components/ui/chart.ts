import { useTranslation } from '@/i18n/use-translation';
import { dayAndMonth, fullTime, longDay } from '@/lib/time';

type Series = {
  readonly name: string;
  readonly values: readonly (number | null)[];
  /** The period before: dashed and grey. */
  readonly before?: boolean;
  /** The days of these figures, where they are others than those of the chart. */
  readonly days?: readonly number[];
};

export type ChartProps = {
  title: string;
  /** What is counted, in small letters beside the title. */
  hint?: string;
  /** Days or moments, in milliseconds. */
  at: readonly number[];
  series: readonly Series[];
  /** Figures of moments, as far apart as they were taken; else there is one a day. */
  moments?: boolean;
  /** The zone whose days these are; the person's own if it is left out. */
  zone?: string;
  /** A figure in words, for the table and the pointer. */
  format?: (value: number) => string;
  height?: number;
};

/** Each line has a style of its own, so that colour does not speak alone. */
const DASHES: readonly (readonly number[])[] = [[], [8, 3], [2, 3], [10, 3, 2, 3], [4, 4]];
const BEFORE_DASH = [4, 4];

/** The token of a line's colour. */
export function colourOf(series: Series, index: number): string {
  return series.before === true ? '--s-prev' : `--s${(index % 5) + 1}`;
}

export function dashOf(series: Series, index: number): readonly number[] {
  return series.before === true ? BEFORE_DASH : (DASHES[index % DASHES.length] ?? []);
}

/** A line needs two figures in a row; what stands alone is drawn as a point. */
export function hasLoneValue(values: readonly (number | null)[]): boolean {
  const known = (index: number) => (values[index] ?? null) !== null;
  return values.some((_, index) => known(index) && !known(index - 1) && !known(index + 1));
}

export type ChartWords = {
  format?: ChartProps['format'] | undefined;
  zone?: string | undefined;
  moments?: boolean | undefined;
};

/** How the figures and times of a chart are told. */
export function useChartWords({ format, zone, moments }: ChartWords) {
  const { language } = useTranslation();
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  return {
    value: (value: number | null | undefined) => {
      if (value === null || value === undefined) return '–';
      return format === undefined ? number.format(value) : format(value);
    },
    moment: (at: number) => (moments === true ? fullTime(at, language) : longDay(at, language, zone)),
    shortDay: (at: number) => dayAndMonth(at, language, zone),
  };
}
