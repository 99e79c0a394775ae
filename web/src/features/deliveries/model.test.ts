import { expect, it } from 'vitest';
import type { Delivery } from '@/api/types';
import { counts, lag, readable, reasonOf, replayHelps, summary } from './model';

const item = (outcome: string, reason: string | null = null) =>
  ({
    index: 0,
    kind: 'message',
    outcome,
    reason,
    account_id: null,
    chat_id: null,
    message_id: null,
    platform: null,
  }) as Delivery['items'][number];
const delivery = (state: string, ...items: Delivery['items']) => ({ state, items, reason: null });

it('is known by what most wants looking at', () => {
  expect(summary(delivery('done', item('applied'), item('parked')))).toBe('parked');
  expect(summary(delivery('done', item('duplicate'), item('applied')))).toBe('applied');
  expect(summary(delivery('quarantined'))).toBe('quarantined');
  expect(summary(delivery('new'))).toBe('new');
  expect(summary(delivery('done'))).toBe('applied');
});

it('offers replay where something may come of it', () => {
  expect(replayHelps(delivery('done', item('applied')))).toBe(false);
  expect(replayHelps(delivery('done', item('parked')))).toBe(true);
  expect(replayHelps(delivery('quarantined'))).toBe(true);
});

it('gives the first reason there is', () => {
  expect(reasonOf(delivery('done', item('applied'), item('parked', 'Not connected.')))).toBe('Not connected.');
  expect(reasonOf({ reason: 'No JSON.', items: [] })).toBe('No JSON.');
  expect(counts([item('applied'), item('parked'), item('applied')])).toEqual([
    { outcome: 'applied', count: 2 },
    { outcome: 'parked', count: 1 },
  ]);
});

it('measures from arrival to being understood', () => {
  const at = (ms: number | null) => (ms === null ? null : new Date(1_000_000 + ms).toISOString());
  const one = (ms: number | null) => ({ received_at: at(0) ?? '', applied_at: at(ms) });
  expect(lag([one(5), one(900), one(10), one(null)])).toEqual({ median: 10, slowest: 900, waiting: 1 });
  expect(lag([])).toEqual({ median: null, slowest: null, waiting: 0 });
});

it('sets out JSON and leaves the rest alone', () => {
  expect(readable('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(readable('{"a":')).toBe('{"a":');
});
