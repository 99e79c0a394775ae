import { expect, it } from 'vitest';
import { DEFAULT_PREFS, isQuiet, readPrefs, shouldNotify } from './notify';

const at = (hour: number, minute = 0) => new Date(2026, 10, 27, hour, minute);
const on = { ...DEFAULT_PREFS, desktop: true };

it('is silent from the evening to the morning', () => {
  const night = { from: 22 * 60, to: 7 * 60 };
  expect([21, 22, 23, 0, 6, 7].map((hour) => isQuiet(night, at(hour)))).toEqual([false, true, true, true, true, false]);
  const noon = { from: 12 * 60, to: 13 * 60 };
  expect([11, 12, 13].map((hour) => isQuiet(noon, at(hour)))).toEqual([false, true, false]);
  expect(isQuiet({ from: 60, to: 60 }, at(1))).toBe(false);
});

it('tells of what is news, and whose chat it is when that matters', () => {
  const now = at(10);
  const arrival = { owner: 'tom', at: now.getTime() - 1_000 };
  expect(shouldNotify(on, arrival, 'me', now)).toBe(true);
  expect(shouldNotify({ ...on, onlyMine: true }, arrival, 'me', now)).toBe(false);
  expect(shouldNotify({ ...on, onlyMine: true }, { ...arrival, owner: 'me' }, 'me', now)).toBe(true);
  expect(shouldNotify({ ...on, onlyMine: true }, { ...arrival, owner: undefined }, 'me', now)).toBe(true);
  expect(shouldNotify(on, { ...arrival, at: now.getTime() - 300_000 }, 'me', now)).toBe(false);
});

it('takes nothing from storage that it does not know', () => {
  expect(readPrefs('{"desktop":true,"quiet":{"from":1320,"to":420},"sound":"loud"}')).toEqual({
    ...on,
    quiet: { from: 1320, to: 420 },
  });
  expect(readPrefs('{"quiet":{"from":-1,"to":9}}').quiet).toBe(null);
  expect(readPrefs('nonsense')).toEqual(DEFAULT_PREFS);
});
