import { expect, it } from 'vitest';
import type { Delivery } from '@/api/types';
import { readBody } from './body';
import { cutAt, elementsOf, marksOf, placeIn } from './elements';

function places(value: unknown) {
  const body = readBody(JSON.stringify(value));
  return body === null ? [] : elementsOf(body.root);
}

const item = (index: number, outcome: string, account_id: string | null = null) =>
  ({ index, outcome, account_id }) as Delivery['items'][number];

it('counts elements as the server does', () => {
  const batch = {
    object: 'instagram',
    entry: [
      { id: '1', changes: [{ field: 'comments' }], messaging: [{ a: 1 }, { b: 2 }] },
      { id: '2', messaging: { alone: true } },
      { id: '3', field: 'messages', value: {} },
      { id: '4' },
      { id: '5', messaging: null },
      'text',
      { id: '6', changes: 'none' },
    ],
  };
  expect(places(batch)).toHaveLength(8);
  expect(places({ entry: { id: '1', standby: [{}] } })).toHaveLength(1);
  expect(places({ field: 'messages', value: {} })).toHaveLength(1);
});

it('marks the element, or the id that is not connected', () => {
  const elements = places({ entry: [{ id: '17', messaging: [{ a: 1 }, { b: 2 }] }] });
  expect(marksOf(elements, [item(0, 'applied'), item(1, 'quarantined')])).toEqual([
    { outcome: 'quarantined', number: 2, first: 8, last: 10 },
  ]);
  expect(marksOf(elements, [item(0, 'parked', '17'), item(1, 'parked', '18')])).toEqual([
    { outcome: 'parked', number: 1, first: 3, last: 3 },
    { outcome: 'parked', number: 2, first: 8, last: 10 },
  ]);
});

it('accuses nobody when it counts otherwise', () => {
  expect(marksOf(places({ entry: [{ messaging: [{}, {}] }] }), [item(0, 'quarantined')])).toEqual([]);
});

it('finds the place that a reason names', () => {
  expect(placeIn('not JSON: expected ident at line 1 column 2')).toEqual({ line: 1, column: 2 });
  expect(placeIn('not JSON: EOF while parsing a value at line 1 column 37')).toEqual({ line: 1, column: 38 });
  expect(placeIn('it has no `entry`')).toBeNull();
  expect(placeIn(null)).toBeNull();
});

it('cuts at a place counted in bytes', () => {
  expect(cutAt('{"é": nothing}', { line: 1, column: 8 })).toEqual(['{"é": ', 'nothing}']);
  expect(cutAt('{\n"a" 1}', { line: 2, column: 5 })).toEqual(['{\n"a" ', '1}']);
  expect(cutAt('{"a":', { line: 1, column: 6 })).toEqual(['{"a":', '']);
  expect(cutAt('', { line: 9, column: 9 })).toEqual(['', '']);
});
