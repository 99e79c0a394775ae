import { expect, it } from 'vitest';
import { makeChat, rowsOf } from '@/testing/make';
import { inSteadyOrder, risen } from './steady';

const rows = (ids: string) =>
  rowsOf(
    [...ids].map((id) => makeChat(id)),
    1,
  );
const ids = (list: ReturnType<typeof rows>) => list.map((row) => row.value.id).join('');

it.each([
  // shown, now, steady, risen
  ['abc', 'abc', 'abc', 0],
  ['abc', 'cab', 'abc', 1],
  ['abc', 'nabc', 'abc', 1],
  ['abc', 'ab', 'ab', 0],
  ['abc', 'ncab', 'abc', 2],
  ['abc', 'abcdef', 'abcdef', 0],
  ['abc', 'cabde', 'abcde', 1],
])('%s, then %s: shows %s, %d moved', (shown, next, steady, moved) => {
  const list = inSteadyOrder([...shown], rows(next));
  expect(ids([...list])).toBe(steady);
  expect(risen(list, rows(next))).toBe(moved);
});
