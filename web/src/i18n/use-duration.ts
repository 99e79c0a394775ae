import { useCallback } from 'react';
import { useTranslation } from './use-translation';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Seconds in the two units that say enough: "6 m 40 s", "3 h 5 m", "2 d 4 h". */
export function useDuration(): (seconds: number | null) => string {
  const { t } = useTranslation();
  return useCallback(
    (seconds) => {
      if (seconds === null) return '–';
      if (seconds < MINUTE) return t('common.seconds', { seconds });
      if (seconds < HOUR) {
        return t('common.minutes', { minutes: Math.floor(seconds / MINUTE), seconds: seconds % MINUTE });
      }
      if (seconds < DAY) {
        return t('common.hours', { hours: Math.floor(seconds / HOUR), minutes: Math.floor((seconds % HOUR) / MINUTE) });
      }
      return t('common.days', { days: Math.floor(seconds / DAY), hours: Math.floor((seconds % DAY) / HOUR) });
    },
    [t],
  );
}
