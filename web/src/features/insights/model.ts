import type { Insight } from '@/api/types';

const DAY = 86_400_000;

export const RANGES = ['7', '14', '28'] as const;
export type Range = (typeof RANGES)[number];

export type Period = { readonly since: string; readonly until: string };

/** A day as the API takes it. Meta counts in days of its own, so ours are those of UTC. */
function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** The last so many full days, and as many before them. Today is left out: Meta is still counting it. */
export function periodsOf(range: Range, now: number): { readonly now: Period; readonly before: Period } {
  const days = Number(range) * DAY;
  const end = Date.parse(`${dayOf(now)}T00:00:00Z`);
  return {
    now: { since: dayOf(end - days), until: dayOf(end) },
    before: { since: dayOf(end - 2 * days), until: dayOf(end - days) },
  };
}

export type Point = { readonly at: number; readonly value: number };

export function pointsOf(insight: Insight | undefined, metric: string): readonly Point[] {
  return (insight?.series[metric] ?? []).map((point) => ({ at: Date.parse(point.at), value: point.value ?? 0 }));
}

/** The period before, laid day by day over the one that is shown; missing days are gaps. */
export function overlay(now: readonly Point[], before: readonly Point[]): readonly (number | null)[] {
  return now.map((_, index) => before[index]?.value ?? null);
}

/** Figures that matter most first; the rest as Meta names them. */
const FIRST = ['reach', 'views', 'total_interactions', 'accounts_engaged', 'follower_count', 'profile_links_taps'];

export function metricsOf(insight: Insight): readonly string[] {
  const names = [...new Set([...Object.keys(insight.metrics), ...Object.keys(insight.unavailable)])];
  const place = (name: string) => (FIRST.indexOf(name) === -1 ? FIRST.length : FIRST.indexOf(name));
  return names.sort((a, b) => place(a) - place(b) || a.localeCompare(b));
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

/** `total_interactions` as a person would write it, for names that no catalogue has. */
export function plainName(metric: string): string {
  const text = metric.replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
