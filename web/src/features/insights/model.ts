import type { HistoryPoint, Insight, KnownPost } from '@/api/types';
import { dayOfPoint, dayOfSample } from './days';

/** The figures that stand large. */
export const MAIN: readonly string[] = ['reach', 'views', 'total_interactions', 'follower_count'];

/** What Meta counts in milliseconds, and what in per cent; all else is counted in whole things. */
type Unit = 'count' | 'milliseconds' | 'percent';
const UNITS: Readonly<Record<string, Unit>> = {
  ig_reels_avg_watch_time: 'milliseconds',
  ig_reels_video_view_total_time: 'milliseconds',
  reels_skip_rate: 'percent',
};

export function unitOf(metric: string): Unit {
  return UNITS[metric] ?? 'count';
}

/** Of these Meta gives the days only: what came last is no figure of the whole period. */
const SUMS_OF_DAYS = new Set(['follower_count']);

/** The figure of the whole time that was asked about; null where Meta gives none. */
export function figureOf(insight: Insight | undefined, metric: string): number | null {
  const series = insight?.series[metric];
  if (SUMS_OF_DAYS.has(metric) && series !== undefined) {
    return series.reduce((sum, point) => sum + (point.value ?? 0), 0);
  }
  return insight?.metrics[metric] ?? null;
}

/** Figures that matter most first; the rest as Meta names them. Those given in parts only stand among the parts. */
export function metricsOf(insight: Insight): readonly string[] {
  const names = [...new Set([...Object.keys(insight.metrics), ...Object.keys(insight.unavailable)])];
  const place = (name: string) => {
    const index = MAIN.indexOf(name);
    return index === -1 ? MAIN.length : index;
  };
  return names
    .filter((name) => figureOf(insight, name) !== null || insight.unavailable[name] !== undefined)
    .sort((a, b) => place(a) - place(b) || a.localeCompare(b));
}

/** Figures by day. */
export type Days = ReadonlyMap<string, number>;

/** What Meta itself gives day by day. */
export function daysOf(insight: Insight | undefined, metric: string): Days {
  const points = insight?.series[metric] ?? [];
  return new Map(points.map((point) => [dayOfPoint(Date.parse(point.at)), point.value ?? 0]));
}

/** What was fetched and kept here, each of the 24 hours before; of several in a day the last one counts. */
export function keptDaysOf(points: readonly HistoryPoint[]): Days {
  return new Map(points.map((point) => [dayOfSample(Date.parse(point.at)), point.value]));
}

/** The figures of these days; days without any are gaps. */
export function alongDays(days: readonly string[], known: Days): readonly (number | null)[] {
  return days.map((day) => known.get(day) ?? null);
}

/** Figures over moments, one row of values for each metric. */
export type Course = {
  readonly at: readonly number[];
  readonly values: ReadonlyMap<string, readonly (number | null)[]>;
};

/** How figures grew, from the points that were kept. */
export function courseOf(points: readonly HistoryPoint[], metrics: readonly string[]): Course {
  const at = [...new Set(points.map((point) => Date.parse(point.at)))].sort((a, b) => a - b);
  const place = new Map(at.map((moment, index) => [moment, index]));
  const values = new Map(metrics.map((metric) => [metric, at.map((): number | null => null)]));
  for (const point of points) {
    const index = place.get(Date.parse(point.at));
    const row = values.get(point.metric);
    if (row !== undefined && index !== undefined) row[index] = point.value;
  }
  return { at, values };
}

export type Part = { readonly name: string; readonly value: number };

/** The parts of a metric by each way it is cut: by media kind, by age, by country. Greatest part first. */
export function partsOf(insight: Insight | undefined, metric: string): ReadonlyMap<string, readonly Part[]> {
  const ways = new Map<string, Part[]>();
  for (const cell of insight?.breakdowns[metric] ?? []) {
    const names = Object.keys(cell.by);
    const way = names.join(' ');
    const parts = ways.get(way) ?? [];
    parts.push({ name: names.map((name) => cell.by[name]).join(', '), value: cell.value ?? 0 });
    ways.set(way, parts);
  }
  for (const parts of ways.values()) parts.sort((a, b) => b.value - a.value);
  return ways;
}

export const COLUMNS = {
  media: ['reach', 'views', 'total_interactions', 'saved'],
  story: ['reach', 'views', 'replies', 'navigation'],
} as const;

/** Sorted by one figure, the greatest first; without a figure last. Without a metric they stay as they came: newest first. */
export function sorted(posts: readonly KnownPost[], metric: string | null): readonly KnownPost[] {
  if (metric === null) return posts;
  const value = (post: KnownPost) => post.metrics?.[metric] ?? -1;
  return [...posts].sort((a, b) => value(b) - value(a));
}

/** `total_interactions` as a person would write it, for names that no catalogue has. */
export function plainName(metric: string): string {
  const text = metric.replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
