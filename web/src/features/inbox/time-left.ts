import { useCallback } from 'react';
import { useTranslation } from '@/i18n/use-translation';
import { timeLeft } from '@/lib/window';

/** "3 h 12 m", "46 m", "5 d": one unit less the longer it is. */
export function useTimeLeft(): (until: number, now: number) => string {
  const { t } = useTranslation();
  return useCallback(
    (until, now) => {
      const { days, hours, minutes } = timeLeft(until, now);
      if (days > 0) return t('window.days', { days });
      return hours > 0 ? t('window.hours', { hours, minutes }) : t('window.minutes', { minutes });
    },
    [t],
  );
}
