import { expect, it } from 'vitest';
import { wayBack } from './way-back';

it('leads back to a place of ours', () => {
  const places = ['/inbox/c1?tab=mine', '/settings#keyboard', '/accounts'];
  expect(places.map(wayBack)).toEqual(places);
});

it('leads nowhere else', () => {
  const elsewhere = ['https://evil.example/', '//evil.example/', '/\\evil.example/', '/\t/evil.example', 'inbox', 7];
  expect(elsewhere.map(wayBack)).toEqual(elsewhere.map(() => undefined));
  expect(['/', '/login?next=%2Fx', '/setup?token=a'].map(wayBack)).toEqual([undefined, undefined, undefined]);
});
