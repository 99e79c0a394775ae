import { renderHook } from '@testing-library/react';
import { expect, it } from 'vitest';
import { NOW } from '@/testing/make';
import { useTimeLeft } from './time-left';

const HOUR = 3_600_000;

it.each([
  [24 * HOUR + 5_000, '24 h 0 m'],
  [3 * HOUR + 12 * 60_000, '3 h 12 m'],
  [46 * 60_000 + 59_000, '46 m'],
  [5 * 24 * HOUR + HOUR, '5 d'],
  [1, '1 m'],
])('%d ms are %s', (ms, words) => {
  const { result } = renderHook(() => useTimeLeft());
  expect(result.current(NOW + ms, NOW)).toBe(words);
});
