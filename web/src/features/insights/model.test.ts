import { expect, it } from 'vitest';
import type { Insight } from '@/api/types';
import { metricsOf, overlay, partsOf, periodsOf, plainName, pointsOf } from './model';

const insight = (changes: Partial<Insight>) =>
  ({ metrics: {}, unavailable: {}, series: {}, breakdowns: {}, ...changes }) as Insight;

it('compares full days with as many before them', () => {
  expect(periodsOf('7', Date.UTC(2026, 10, 27, 9))).toEqual({
    now: { since: '2026-11-20', until: '2026-11-27' },
    before: { since: '2026-11-13', until: '2026-11-20' },
  });
});

it('lays the period before over this one, with gaps where there is nothing', () => {
  const series = { reach: [1, 2, 3].map((value) => ({ at: `2026-11-2${value}T08:00:00Z`, value })) };
  const now = pointsOf(insight({ series }), 'reach');
  expect(overlay(now, now.slice(0, 2))).toEqual([1, 2, null]);
  expect(pointsOf(undefined, 'reach')).toEqual([]);
});

it('keeps the place of what Meta withholds', () => {
  const one = insight({ metrics: { views: 3, reach: 2 }, unavailable: { reposts: 'Not for this account.' } });
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
  expect(plainName('total_interactions')).toBe('Total interactions');
});
