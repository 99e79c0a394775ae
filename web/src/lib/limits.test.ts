import { describe, expect, it } from 'vitest';
import { measure, splitToFit } from './limits';

describe('measure', () => {
  it('counts bytes of UTF-8 on Instagram', () => {
    expect(measure('é€😀', 'INSTAGRAM')).toEqual({ unit: 'bytes', used: 9, max: 1000 });
  });

  it('counts characters on Messenger, where 2000 is already too many', () => {
    expect(measure('é€😀', 'FACEBOOK')).toEqual({ unit: 'characters', used: 3, max: 1999 });
  });

  it('does not count the space around a text, which is not sent', () => {
    expect(measure('  a \n', 'INSTAGRAM').used).toBe(1);
  });
});

describe('splitToFit', () => {
  it('leaves what fits as it is', () => {
    expect(splitToFit('a'.repeat(1000), 'INSTAGRAM')).toEqual(['a'.repeat(1000)]);
  });

  it('cuts at a space', () => {
    const text = `${'a'.repeat(600)} ${'b'.repeat(600)}`;
    expect(splitToFit(text, 'INSTAGRAM')).toEqual(['a'.repeat(600), 'b'.repeat(600)]);
  });

  it('cuts a word that is too long, but no character in it', () => {
    const family = '👩‍👩‍👧';
    const parts = splitToFit(family.repeat(100), 'INSTAGRAM');
    expect(parts.join('')).toBe(family.repeat(100));
    for (const part of parts) {
      expect(measure(part, 'INSTAGRAM').used).toBeLessThanOrEqual(1000);
      expect(part.startsWith('👩')).toBe(true);
    }
  });

  it('loses no word, whatever the text', () => {
    const text = Array.from({ length: 900 }, (_, index) => `wört${index}`).join(' ');
    for (const platform of ['INSTAGRAM', 'FACEBOOK'] as const) {
      const parts = splitToFit(text, platform);
      expect(parts.length).toBeGreaterThan(1);
      expect(parts.join(' ')).toBe(text);
      for (const part of parts) expect(measure(part, platform).used).toBeLessThanOrEqual(measure('', platform).max);
    }
  });

  it('makes nothing of nothing', () => {
    expect(splitToFit('  \n ', 'INSTAGRAM')).toEqual([]);
  });
});
