import { expect, it } from 'vitest';
import { at, makeMessage, NOW } from '@/testing/make';
import { answeredMeanwhile } from './meanwhile';

const answer = (id: string, offset: number, by: string | null) =>
  makeMessage(id, { direction: 'outbound', sent_by: by, timestamp: at(offset) });

it('warns of an answer that came while one was writing, and of no other', () => {
  const before = answer('a', -1_000, 'tom');
  const own = answer('b', 1_000, 'me');
  const theirs = answer('c', 2_000, 'tom');
  const elsewhere = answer('d', 3_000, null);
  expect(answeredMeanwhile([before, own], 'me', NOW)).toBe(null);
  expect(answeredMeanwhile([before, own, theirs], 'me', NOW)?.id).toBe('c');
  expect(answeredMeanwhile([theirs, elsewhere], 'me', NOW)?.id).toBe('d');
});
