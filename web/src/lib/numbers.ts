/** An amount with its currency, as the language writes it; a code that is none is written behind the number. */
export function money(value: number, currency: string, language: string): string {
  try {
    return new Intl.NumberFormat(language, { style: 'currency', currency }).format(value);
  } catch {
    return `${new Intl.NumberFormat(language).format(value)} ${currency}`;
  }
}

/** Short enough for an axis: 1.2K, 3M. */
export function compact(value: number, language: string): string {
  return new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 }).format(value);
}

/** The change from `before` to `now` as a share of `before`; null where there is nothing to compare with. */
export function changeOf(now: number | null, before: number | null): number | null {
  return now === null || before === null || before === 0 ? null : (now - before) / before;
}

/** A share with its sign, in per cent. */
export function signedPercent(share: number, language: string): string {
  const digits = Math.abs(share) < 0.1 ? 1 : 0;
  return new Intl.NumberFormat(language, {
    style: 'percent',
    maximumFractionDigits: digits,
    signDisplay: 'exceptZero',
  }).format(share);
}
