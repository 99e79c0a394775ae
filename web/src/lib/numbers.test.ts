import { expect, it } from 'vitest';
import { changeOf, compact, money, signedPercent } from './numbers';

it('writes money as the language does, and survives a currency that is none', () => {
  expect(money(42.5, 'EUR', 'en')).toBe('€42.50');
  expect(money(1, 'zzz!', 'en')).toBe('1 zzz!');
});

it('compares only with what was there', () => {
  expect(changeOf(118, 100)).toBeCloseTo(0.18);
  expect(changeOf(5, 0)).toBe(null);
  expect(changeOf(null, 5)).toBe(null);
  expect(signedPercent(0.184, 'en')).toBe('+18%');
  expect(signedPercent(-0.032, 'en')).toBe('-3.2%');
  expect(compact(214_600, 'en')).toBe('214.6K');
});
