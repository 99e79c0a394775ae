import { expect, it } from 'vitest';
import type { Insight, KnownPost } from '@/api/types';
import {
  alongDays,
  courseOf,
  daysOf,
  figureOf,
  keptDaysOf,
  metricsOf,
  partsOf,
  plainName,
  sorted,
  unitOf,
} from './model';

const insight = (changes: Partial<Insight>) =>
  ({ metrics: {}, unavailable: {}, series: {}, breakdowns: {}, ...changes }) as Insight;

const point = (day: string, value: number) => ({ at: `2026-11-${day}T08:00:00Z`, value });

it('lays days side by side, with gaps where there is nothing', () => {
  const series = { reach: [point('21', 4), point('23', 6)] };
  const days = daysOf(insight({ series }), 'reach');
  expect(alongDays(['2026-11-20', '2026-11-21', '2026-11-22'], days)).toEqual([4, null, 6]);
  expect(daysOf(undefined, 'reach').size).toBe(0);
});

it('takes the last of the figures that were kept in a day', () => {
  const at = (hour: string) => `2026-11-22T${hour}:00:00Z`;
  const kept = keptDaysOf([
    { metric: 'views', at: at('02'), value: 5 },
    { metric: 'views', at: at('09'), value: 7 },
  ]);
  expect([...kept]).toEqual([['2026-11-21', 7]]);
});

it('sums up what Meta gives by day only', () => {
  const one = insight({
    metrics: { follower_count: 3, reach: 9 },
    series: { follower_count: [point('21', 2), point('22', 3)], reach: [point('21', 5), point('22', 6)] },
  });
  expect(figureOf(one, 'follower_count')).toBe(5);
  // The same people may come on two days: a sum would count them twice.
  expect(figureOf(one, 'reach')).toBe(9);
  expect(figureOf(one, 'views')).toBeNull();
});

it('keeps the place of what Meta withholds, and leaves parts to the parts', () => {
  const one = insight({
    metrics: { views: 3, reach: 2, follows_and_unfollows: null, reposts: null },
    unavailable: { reposts: 'Not for this account.' },
  });
  expect(metricsOf(one)).toEqual(['reach', 'views', 'reposts']);
});

it('cuts a metric by each of its ways, the greatest part first', () => {
  const cells = [
    { by: { age: '18-24' }, value: 2 },
    { by: { age: '25-34' }, value: 5 },
    { by: { country: 'DE' }, value: 7 },
  ];
  const ways = partsOf(insight({ breakdowns: { follower_demographics: cells } }), 'follower_demographics');
  expect([...ways.keys()]).toEqual(['age', 'country']);
  expect(ways.get('age')?.[0]).toEqual({ name: '25-34', value: 5 });
});

it('tells how several figures grew, moment by moment', () => {
  const course = courseOf(
    [
      { metric: 'reach', at: '2026-11-22T08:00:00Z', value: 1 },
      { metric: 'reach', at: '2026-11-22T09:00:00Z', value: 4 },
      { metric: 'views', at: '2026-11-22T09:00:00Z', value: 9 },
      { metric: 'likes', at: '2026-11-22T09:00:00Z', value: 2 },
    ],
    ['reach', 'views'],
  );
  expect(course.at).toHaveLength(2);
  expect([...course.values]).toEqual([
    ['reach', [1, 4]],
    ['views', [null, 9]],
  ]);
});

it('sorts posts by a figure, those without it last', () => {
  const posts = [
    { id: 'a', metrics: { reach: 2 } },
    { id: 'b', metrics: null },
    { id: 'c', metrics: { reach: 8 } },
  ] as unknown as KnownPost[];
  expect(sorted(posts, 'reach').map((post) => post.id)).toEqual(['c', 'a', 'b']);
  expect(sorted(posts, null)).toBe(posts);
});

it('knows units, and names what no catalogue has', () => {
  expect([unitOf('reels_skip_rate'), unitOf('ig_reels_avg_watch_time'), unitOf('reach')]).toEqual([
    'percent',
    'milliseconds',
    'count',
  ]);
  expect(plainName('total_interactions')).toBe('Total interactions');
});
