import { expect, it } from 'vitest';
import { faceOf, initials, shortId } from './names';

it.each([
  ['Maya Lindqvist', 'ML'],
  ['maya.lindq', 'ML'],
  ['noor', 'N'],
  ['_a-b_', 'AB'],
  ['Ana María López', 'AL'],
  ['😀', '?'],
  ['', '?'],
])('initials of %j are %j', (name, letters) => {
  expect(initials(name)).toBe(letters);
});

it('gives one id always the same of six faces', () => {
  const faces = Array.from({ length: 60 }, (_, index) => faceOf(`id-${index}`));
  expect(new Set(faces)).toEqual(new Set([1, 2, 3, 4, 5, 6]));
  expect(faceOf('id-7')).toBe(faces[7]);
});

it('shortens an id to its end', () => {
  expect(shortId('17842206901344')).toBe('…901344');
  expect(shortId('short')).toBe('short');
});
