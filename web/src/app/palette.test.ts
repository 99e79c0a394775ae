import { expect, it } from 'vitest';
import { matches } from './palette';

it('finds by the beginnings of words', () => {
  expect(matches('Switch to the light theme', 'li')).toBe(true);
  expect(matches('Switch to the light theme', 'theme swi')).toBe(true);
  expect(matches('Switch to the light theme', 'itch')).toBe(false);
  expect(matches('Inbox', '')).toBe(true);
});
