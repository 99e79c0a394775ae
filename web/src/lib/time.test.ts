import { describe, expect, it } from 'vitest';
import { dayName, exactTime, listTime, logTime } from './time';

// Local times on purpose: days are the person's days.
const now = new Date(2026, 10, 22, 10, 0).getTime();
const words = { today: 'Today', yesterday: 'Yesterday' };

describe('listTime', () => {
  it.each([
    [new Date(2026, 10, 22, 0, 1), /^(00|12):01/],
    [new Date(2026, 10, 21, 23, 59), /^Yesterday$/],
    [new Date(2026, 10, 18, 12, 0), /^Wed$/],
    [new Date(2026, 1, 3, 12, 0), /Feb/],
    [new Date(2025, 1, 3, 12, 0), /2025/],
  ])('%s', (at, shown) => {
    expect(listTime(at.getTime(), now, 'en', 'Yesterday')).toMatch(shown);
  });
});

describe('dayName', () => {
  it.each([
    [new Date(2026, 10, 22, 0, 1), /^Today$/],
    [new Date(2026, 10, 21, 12, 0), /^Yesterday, .*21/],
    [new Date(2026, 10, 16, 12, 0), /Monday.*16/],
    [new Date(2025, 10, 16, 12, 0), /2025/],
  ])('%s', (at, shown) => {
    expect(dayName(at.getTime(), now, 'en', words)).toMatch(shown);
  });
});

it('tells the second today, and the day before that', () => {
  const at = new Date(2026, 10, 22, 9, 5, 7, 45);
  expect(logTime(at.getTime(), now, 'en')).toMatch(/9:05:07/);
  expect(logTime(new Date(2026, 10, 21, 9, 5).getTime(), now, 'en')).toMatch(/21.*9:05(?!:)/);
  expect(exactTime(at.getTime(), 'en')).toMatch(/2026.*9:05:07\.045/);
});
