import { expect, it } from 'vitest';
import type { ConversionTotal } from '@/api/types';
import { byDay, byName, lastDays } from './totals';

const total = (day: string, event_name: string, events: number, value: number | null, currency: string | null = null) =>
  ({ day, event_name, events, value, currency, success: events, failed: 0, unknown: 0 }) as ConversionTotal;

const TOTALS = [
  total('2026-11-25', 'Purchase', 2, 84, 'EUR'),
  total('2026-11-27', 'Purchase', 1, 42, 'EUR'),
  total('2026-11-27', 'Purchase', 1, 10, 'USD'),
  total('2026-11-27', 'Lead', 5, null),
];

it('adds up names, and never money of two currencies', () => {
  expect(byName(TOTALS).map((one) => [one.name, one.currency, one.events, one.value])).toEqual([
    ['Lead', null, 5, null],
    ['Purchase', 'EUR', 3, 126],
    ['Purchase', 'USD', 1, 10],
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
