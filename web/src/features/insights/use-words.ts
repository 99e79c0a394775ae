import i18next from 'i18next';
import { useMemo } from 'react';
import { useDuration } from '@/i18n/use-duration';
import { useTranslation } from '@/i18n/use-translation';
import { localeFor } from '@/lib/time';
import { plainName, unitOf } from './model';

/** How figures and their parts are told: by name, and each in its own unit. */
export function useInsightWords() {
  const { t, language } = useTranslation();
  const duration = useDuration();
  return useMemo(() => {
    const locale = localeFor(language);
    const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
    const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
    const regions = new Intl.DisplayNames(locale, { type: 'region' });
    /** A key that was put together; null where the catalogue has none. */
    const known = (key: string) => (i18next.exists(key) ? t(key as 'insights.names.reach') : null);
    /** A metric by its name in the catalogue; one that Meta has added since, by Meta's own name. */
    const nameOf = (metric: string) => known(`insights.names.${metric}`) ?? plainName(metric);
    return {
      nameOf,
      say: (metric: string, value: number) => {
        const unit = unitOf(metric);
        if (unit === 'milliseconds') return duration(Math.round(value / 1000));
        return unit === 'percent' ? percent.format(value / 100) : number.format(value);
      },
      /** What the parts of a figure differ in. */
      wayOf: (way: string) => known(`insights.way.${way}`) ?? plainName(way),
      /** A part by its name: a country, an age, a kind of post. */
      partOf: (metric: string, way: string, part: string) => {
        const key = part.toLowerCase();
        if (way === 'country' && /^[a-z]{2}$/.test(key)) return regions.of(part.toUpperCase()) ?? part;
        return known(`insights.cells.${metric}.${key}`) ?? known(`insights.cells.${way}.${key}`) ?? part;
      },
    };
  }, [t, language, duration]);
}
