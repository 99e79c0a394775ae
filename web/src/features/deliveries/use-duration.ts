import { useCallback } from 'react';
import { useTranslation } from '@/i18n/use-translation';

/** Milliseconds in the unit that a person thinks in. */
export function useDuration(): (ms: number | null) => string {
  const { t, language } = useTranslation();
  return useCallback(
    (ms) => {
      if (ms === null) return '–';
      const number = (value: number, digits: number) =>
        new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
      if (ms < 1_000) return t('deliveries.ms', { value: number(ms, 0) });
      if (ms < 120_000) return t('deliveries.s', { value: number(ms / 1_000, ms < 10_000 ? 1 : 0) });
      if (ms < 120 * 60_000) return t('deliveries.min', { value: number(ms / 60_000, 0) });
      if (ms < 48 * 3_600_000) return t('deliveries.h', { value: number(ms / 3_600_000, 0) });
      return t('deliveries.d', { value: number(ms / 86_400_000, 0) });
    },
    [t, language],
  );
}
