import { expect, it } from 'vitest';
import type { Delivery } from '@/api/types';
import { accountsOf, counts, lag, lastHour, neighbours, reasonOf, replayHelps, summary } from './model';

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
  const one = (ms: number | null, state = 'done') => ({ received_at: at(0) ?? '', applied_at: at(ms), state });
  expect(lag([one(5), one(900), one(10), one(null, 'new')])).toEqual({ half: 10, most: 900, waiting: 1 });
  expect(lag([one(5), one(7, 'new')])).toEqual({ half: 5, most: 5, waiting: 1 });
  expect(lag([])).toEqual({ half: null, most: null, waiting: 0 });
  const many = Array.from({ length: 39 }, (_, index) => one(index));
  expect(lag([...many, one(90_000)]).most).toBe(37);
});

it('counts the last hour as far as the list goes', () => {
  const now = Date.parse('2026-01-31T10:00:00Z');
  const came = (time: string) => ({ received_at: `2026-01-31T${time}Z` });
  expect(lastHour([came('09:59:00'), came('09:10:00'), came('08:59:00')], false, now)).toEqual({
    count: 2,
    more: false,
  });
  expect(lastHour([came('09:59:00')], false, now)).toEqual({ count: 1, more: true });
  expect(lastHour([came('09:59:00')], true, now)).toEqual({ count: 1, more: false });
});

it('names each account once', () => {
  const to = (account_id: string | null, platform: string | null) => ({ ...item('applied'), account_id, platform });
  const items = [
    to('1', 'INSTAGRAM'),
    to(null, null),
    to('1', 'INSTAGRAM'),
    to('2', 'page'),
    { ...to('0', 'INSTAGRAM'), outcome: 'test' },
  ] as Delivery['items'];
  expect(accountsOf({ items })).toEqual([
    { id: '1', platform: 'INSTAGRAM' },
    { id: '2', platform: null },
  ]);
});

it('knows the neighbours of a row', () => {
  expect(neighbours(['a', 'b', 'c'], 'b')).toEqual({ before: 'a', after: 'c' });
  expect(neighbours(['a'], 'a')).toEqual({ before: null, after: null });
  expect(neighbours(['a'], 'gone')).toEqual({ before: null, after: null });
});
