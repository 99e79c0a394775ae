import { expect, it } from 'vitest';
import { placeOf, searchOf } from './place';

it('reads what an address says, and nothing else', () => {
  expect(placeOf({})).toEqual({ view: 'in', outcome: null, delivery: null });
  expect(placeOf({ view: 'out', outcome: 'parked' })).toEqual({ view: 'out', outcome: 'parked', delivery: null });
  expect(placeOf({ delivery: 'd1', view: 'out' })).toEqual({ view: 'in', outcome: null, delivery: 'd1' });
  expect(placeOf({ view: 7, outcome: 'lost', delivery: 3 })).toEqual({ view: 'in', outcome: null, delivery: null });
});

it('writes what it reads', () => {
  expect(searchOf({ view: 'in', outcome: null, delivery: null })).toEqual({});
  const place = { view: 'in', outcome: 'quarantined', delivery: 'd1' } as const;
  expect(placeOf(searchOf(place))).toEqual(place);
  expect(searchOf({ view: 'out', outcome: null, delivery: null })).toEqual({ view: 'out' });
});
