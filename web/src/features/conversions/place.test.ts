import { expect, it } from 'vitest';
import { placeOf, searchOf, startOf } from './place';

const START = { range: '28', status: null, name: null, since: null } as const;

it('reads what an address says and leaves the rest as it starts', () => {
  expect(placeOf({})).toEqual(START);
  expect(placeOf({ range: 7, status: 'failed', name: 1001, since: 28 })).toEqual({
    range: '7',
    status: 'failed',
    name: '1001',
    since: '28',
  });
  expect(placeOf({ range: '8', status: 'lost', name: ['a'], since: 'ever' })).toEqual(START);
});

it('gives the address it was read from', () => {
  expect(searchOf(START)).toEqual({});
  const search = { range: 90, status: 'unknown', name: 'Order shipped', since: 1 };
  expect(searchOf(placeOf(search))).toEqual(search);
});

it('counts today as a day', () => {
  const now = new Date(2026, 10, 27, 14, 30).getTime();
  expect(startOf(1, now)).toBe(new Date(2026, 10, 27).toISOString());
  expect(startOf(7, now)).toBe(new Date(2026, 10, 21).toISOString());
});
