import type { Insight, KnownPost } from '@/api/types';
import { type Days, figureOf, metricsOf, partsOf } from './model';

type Row = (string | number | null)[];

/** Everything about an account or a post as rows of a spreadsheet: one figure each, with what it is a figure of. */
export function sheetOf(insight: Insight, before: Insight | undefined, days: ReadonlyMap<string, Days>): Row[] {
  const totals = metricsOf(insight).map((metric): Row => {
    const why = insight.unavailable[metric] ?? null;
    return [metric, 'total', null, figureOf(insight, metric), figureOf(before, metric), why];
  });
  const byDay = [...days].flatMap(([metric, known]) =>
    [...known].map(([day, value]): Row => [metric, 'day', day, value, null, null]),
  );
  const parts = Object.keys(insight.breakdowns).flatMap((metric) =>
    [...partsOf(insight, metric)].flatMap(([way, cells]) =>
      cells.map(({ name, value }): Row => [metric, way, name, value, null, null]),
    ),
  );
  return [['metric', 'by', 'name', 'value', 'value_before', 'unavailable_because'], ...totals, ...byDay, ...parts];
}

/** Posts as rows, with every figure that any of them has. */
export function sheetOfPosts(posts: readonly KnownPost[]): Row[] {
  const metrics = [...new Set(posts.flatMap((post) => Object.keys(post.metrics ?? {})))].sort();
  return [
    ['id', 'posted', 'kind', 'words', 'address', ...metrics, 'from_meta_at'],
    ...posts.map(
      (post): Row => [
        post.id,
        post.timestamp,
        post.product_type,
        post.caption,
        post.permalink,
        ...metrics.map((metric) => post.metrics?.[metric] ?? null),
        post.fetched_at,
      ],
    ),
  ];
}
