import { describe, expect, it } from 'vitest';
import { relative } from './relative';

// Local times on purpose: days are the person's days.
const now = new Date(2026, 10, 22, 10, 0).getTime();

describe('relative', () => {
  it.each([
    [new Date(2026, 10, 22, 9, 59, 30), 'now'],
    [new Date(2026, 10, 22, 9, 48), '12 min ago'],
    [new Date(2026, 10, 21, 13, 0), '21 hr ago'],
    [new Date(2026, 10, 19, 23, 0), '3 days ago'],
    [new Date(2026, 10, 22, 15, 30), 'in 5 hr'],
    [new Date(2026, 11, 4, 1, 0), 'in 12 days'],
  ])('%s', (at, shown) => {
    expect(relative(at.getTime(), now, 'en').replaceAll('.', '').replace('hrs', 'hr').replace('mins', 'min')).toBe(
      shown,
    );
  });
});
