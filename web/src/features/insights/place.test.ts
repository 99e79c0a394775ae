import { expect, it } from 'vitest';
import { placeOf, searchOf } from './place';

it('finds its way back from the address, and leaves defaults out of it', () => {
  const place = { ...placeOf({}), scope: 'media' as const, range: '7' as const, compare: false, post: '1846' };
  expect(placeOf(searchOf(place))).toEqual(place);
  expect(searchOf(placeOf({}))).toEqual({});
});

it('takes what it does not know for the usual', () => {
  expect(placeOf({ scope: 'page', range: 90, post: 123 })).toMatchObject({
    scope: 'account',
    range: '28',
    post: '123',
  });
});
