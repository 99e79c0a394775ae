import { expect, it } from 'vitest';
import { keysByContent } from './id';

it('has one key for the same content, and another for what was changed', () => {
  const keyOf = keysByContent();
  const first = keyOf({ value: 42 });
  expect(keyOf({ value: 42 })).toBe(first);
  expect(keyOf({ value: 43 })).not.toBe(first);
  expect(keyOf({ value: 42 })).toBe(first);
  expect(keysByContent()({ value: 42 })).not.toBe(first);
});
