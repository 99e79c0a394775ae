import { useCallback } from 'react';
import { useTranslation } from '@/i18n/use-translation';
import { timeLeft } from '@/lib/window';

/** "3 h 12 m", "46 m", "5 d": one unit less the longer it is. */
export function useTimeLeft(): (until: number, now: number) => string {
  const { t } = useTranslation();
  return useCallback(
    (until, now) => {
      const { days, hours, minutes } = timeLeft(until, now);
      // The ordinary window is a day long: its first minute reads "24 h 0 m", not "1 d".
      if (days > 1) return t('window.days', { days });
      const total = days * 24 + hours;
      return total > 0 ? t('window.hours', { hours: total, minutes }) : t('window.minutes', { minutes });
    },
    [t],
  );
}
