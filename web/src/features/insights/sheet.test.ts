import { expect, it } from 'vitest';
import type { Insight, KnownPost } from '@/api/types';
import { sheetOf, sheetOfPosts } from './sheet';

it('has one row for each figure, and the reason where there is none', () => {
  const insight = {
    metrics: { reach: 9, reposts: null },
    unavailable: { reposts: 'Too few.' },
    series: {},
    breakdowns: { views: [{ by: { media_product_type: 'REELS' }, value: 4 }] },
  } as unknown as Insight;
  const before = { ...insight, metrics: { reach: 7 } };
  expect(sheetOf(insight, before, new Map([['reach', new Map([['2026-11-26', 3]])]]))).toEqual([
    ['metric', 'by', 'name', 'value', 'value_before', 'unavailable_because'],
    ['reach', 'total', null, 9, 7, null],
    ['reposts', 'total', null, null, null, 'Too few.'],
    ['reach', 'day', '2026-11-26', 3, null, null],
    ['views', 'media_product_type', 'REELS', 4, null, null],
  ]);
});

it('gives every post a column for each figure that any has', () => {
  const post = { id: '1', timestamp: 't', product_type: 'FEED', caption: null, permalink: null, fetched_at: null };
  const posts = [
    { ...post, metrics: { reach: 2 } },
    { ...post, id: '2', metrics: null },
  ] as KnownPost[];
  expect(sheetOfPosts(posts).map((row) => row.slice(5))).toEqual([
    ['reach', 'from_meta_at'],
    [2, null],
    [null, null],
  ]);
});
