import i18next from 'i18next';
import { useCallback } from 'react';
import { useTranslation } from '@/i18n/use-translation';
import { plainName } from './model';

/** A metric by its name in the catalogue; one that Meta has added since, by Meta's own name. */
export function useMetricName(): (metric: string) => string {
  const { t } = useTranslation();
  return useCallback(
    (metric) => {
      const key = `insights.names.${metric}`;
      return i18next.exists(key) ? t(key as 'insights.names.reach') : plainName(metric);
    },
    [t],
  );
}
