import { describe, expect, it } from 'vitest';
import { at, NOW } from '@/testing/make';
import { isClosing, shareLeft, spokenStep, timeLeft, toneOf, windowAt } from './window';

const HOUR = 3_600_000;
const MINUTE = 60_000;

const open = (leftMs: number) => ({ state: 'open' as const, closes_at: at(leftMs) });

describe('windowAt', () => {
  it('takes the server’s word while it holds', () => {
    expect(windowAt(open(HOUR), at(-23 * HOUR), true, NOW)).toEqual({ state: 'open', endsAt: NOW + HOUR });
  });

  it('turns into the human agent window by itself when 24 hours have passed', () => {
    const later = NOW + 2 * HOUR;
    const state = windowAt(open(HOUR), at(-23 * HOUR), true, later);
    expect(state).toEqual({ state: 'human_agent', endsAt: NOW - 23 * HOUR + 7 * 24 * HOUR });
  });

  it('closes by itself where the app may not answer as a person', () => {
    expect(windowAt(open(HOUR), at(-23 * HOUR), false, NOW + HOUR)).toEqual({ state: 'closed', endsAt: null });
  });

  it('closes the human agent window after its seven days', () => {
    const given = { state: 'human_agent' as const, closes_at: at(MINUTE) };
    expect(windowAt(given, at(-7 * 24 * HOUR), true, NOW + MINUTE).state).toBe('closed');
  });

  it.each(['closed', 'unknown'] as const)('leaves %s as it is', (state) => {
    expect(windowAt({ state, closes_at: null }, null, true, NOW)).toEqual({ state, endsAt: null });
  });
});

describe('the countdown', () => {
  it('rounds down, so that nobody is promised time that is not there', () => {
    expect(timeLeft(NOW + 3 * HOUR + 12 * MINUTE + 59_000, NOW)).toEqual({ days: 0, hours: 3, minutes: 12 });
    expect(timeLeft(NOW + 5 * 24 * HOUR + HOUR, NOW)).toEqual({ days: 5, hours: 1, minutes: 0 });
  });

  it('says one minute to the very end', () => {
    expect(timeLeft(NOW + 900, NOW)).toEqual({ days: 0, hours: 0, minutes: 1 });
  });

  it.each([
    [4 * HOUR + 1, 'calm'],
    [4 * HOUR, 'warn'],
    [HOUR + 1, 'warn'],
    [HOUR, 'bad'],
  ])('marks %d ms as %s', (left, tone) => {
    expect(toneOf(windowAt(open(left), at(0), true, NOW), NOW)).toBe(tone);
  });

  it.each([
    [61, null],
    [60, 60],
    [16, 60],
    [15, 15],
    [5, 5],
    [1, 5],
  ])('speaks with %d minutes left: %s', (minutes, step) => {
    expect(spokenStep({ state: 'open', endsAt: NOW + minutes * MINUTE }, NOW)).toBe(step);
  });

  it('shows the share of the 24 hours', () => {
    expect(shareLeft(NOW + 12 * HOUR, NOW)).toBe(0.5);
    expect(shareLeft(NOW - HOUR, NOW)).toBe(0);
  });
});

describe('isClosing', () => {
  it.each([
    [open(4 * HOUR), true],
    [open(4 * HOUR + 1), false],
    [open(-1), false],
    [{ state: 'human_agent' as const, closes_at: at(HOUR) }, false],
    [{ state: 'closed' as const, closes_at: null }, false],
  ])('%j: %s', (given, closing) => {
    expect(isClosing(given, NOW)).toBe(closing);
  });
});
