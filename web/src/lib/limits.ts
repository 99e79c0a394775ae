import type { Platform } from '@/api/types';

/** Instagram counts bytes of UTF-8; Messenger refuses 2000 characters or more. */
const LIMITS = {
  INSTAGRAM: { unit: 'bytes', max: 1000 },
  FACEBOOK: { unit: 'characters', max: 1999 },
} as const;

export type Measure = { readonly unit: 'bytes' | 'characters'; readonly used: number; readonly max: number };

const encoder = new TextEncoder();

function sizeOf(text: string, unit: Measure['unit']): number {
  return unit === 'bytes' ? encoder.encode(text).length : [...text].length;
}

/** How much of the platform's own limit a text takes, in that platform's own unit. */
export function measure(text: string, platform: Platform): Measure {
  const { unit, max } = LIMITS[platform];
  return { unit, used: sizeOf(text.trim(), unit), max };
}

/** Cuts a text that is too long into parts that fit, at spaces where there are any, never inside a visible character. */
export function splitToFit(text: string, platform: Platform): string[] {
  const { unit, max } = LIMITS[platform];
  const parts: string[] = [];
  let part = '';
  let used = 0;
  for (const piece of pieces(text.trim(), unit, max)) {
    const size = sizeOf(piece, unit);
    if (used + size > max && part.trim() !== '') {
      parts.push(part.trim());
      part = '';
      used = 0;
    }
    part += piece;
    used += size;
  }
  if (part.trim() !== '') parts.push(part.trim());
  return parts;
}

/** Words with the space behind them; a word that is too long by itself comes character by character. */
function* pieces(text: string, unit: Measure['unit'], max: number): Generator<string> {
  const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  for (const word of text.match(/\S+\s*|\s+/g) ?? []) {
    if (sizeOf(word, unit) <= max) yield word;
    else for (const { segment } of graphemes.segment(word)) yield segment;
  }
}
