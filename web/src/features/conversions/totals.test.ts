import { expect, it } from 'vitest';
import type { ConversionTotal } from '@/api/types';
import { byDay, byName, lastDays, newestFirst, rowsOf, worthOf } from './totals';

const total = (day: string, event_name: string, events: number, value: number | null, currency: string | null = null) =>
  ({ day, event_name, events, value, currency, success: events, failed: 0, unknown: 0 }) as ConversionTotal;

const TOTALS = [
  total('2026-11-25', 'Purchase', 2, 84, 'EUR'),
  total('2026-11-27', 'Purchase', 1, 42, 'EUR'),
  total('2026-11-27', 'Purchase', 1, 10, 'USD'),
  total('2026-11-27', 'Lead', 5, null),
];

it('adds up names, and never money of two currencies', () => {
  expect(byName(TOTALS).map((one) => [one.name, one.events, Object.fromEntries(one.worth)])).toEqual([
    ['Lead', 5, {}],
    ['Purchase', 4, { EUR: 126, USD: 10 }],
  ]);
});

it('shows days on which nothing happened', () => {
  const { since, until } = lastDays(3, Date.UTC(2026, 10, 27, 23));
  expect(byDay(TOTALS, since, until)).toEqual([
    { day: '2026-11-25', events: 2 },
    { day: '2026-11-26', events: 0 },
    { day: '2026-11-27', events: 7 },
  ]);
});

it('sums what it was worth by currency', () => {
  expect([...worthOf(TOTALS)]).toEqual([
    ['EUR', 126],
    ['USD', 10],
  ]);
});

it('lists the newest day first, and in it what happened most', () => {
  expect(newestFirst(TOTALS).map((one) => `${one.day} ${one.event_name} ${one.events}`)).toEqual([
    '2026-11-27 Lead 5',
    '2026-11-27 Purchase 1',
    '2026-11-27 Purchase 1',
    '2026-11-25 Purchase 2',
  ]);
});

it('gives a row of the file for each day, name and currency', () => {
  const [head, first, ...rest] = rowsOf(TOTALS);
  expect(head).toEqual(['day', 'event_name', 'currency', 'events', 'success', 'failed', 'unknown', 'value']);
  expect(first).toEqual(['2026-11-25', 'Purchase', 'EUR', 2, 2, 0, 0, 84]);
  expect(rest).toHaveLength(3);
});
