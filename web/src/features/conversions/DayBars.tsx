import type { ConversionTotal } from '@/api/types';
import { useTranslation } from '@/i18n/use-translation';
import { compact } from '@/lib/numbers';
import { dateOf, dayAndMonth } from '@/lib/time';
import { byDay } from './totals';

type Props = { totals: readonly ConversionTotal[]; since: string; until: string };

/** Events of each day as standing bars, with the scale's end and the first and last day in words. */
export function DayBars({ totals, since, until }: Props) {
  const { t, language } = useTranslation();
  const days = byDay(totals, since, until);
  const most = Math.max(1, ...days.map((one) => one.events));
  return (
    <figure
      aria-labelledby="conversion-days"
      className="flex min-w-0 flex-col rounded-card border border-line bg-panel p-3.5"
    >
      <figcaption id="conversion-days" className="mb-2 text-fs2 font-medium text-3">
        {t('conversions.perDay')}
      </figcaption>
      <p className="num border-b border-line pb-0.5 text-fs1 text-3" aria-hidden="true">
        {compact(most, language)}
      </p>
      {/* Days go from left to right in every language, as in the plots. */}
      <ol dir="ltr" className="flex min-h-32 flex-1 items-end gap-px border-b border-line">
        {days.map((one) => {
          const text = t('conversions.dayTitle', { date: dateOf(noonOf(one.day), language), count: one.events });
          return (
            <li key={one.day} className="flex flex-1 items-end self-stretch hover:bg-hover" title={text}>
              <span className="sr-only">{text}</span>
              {one.events > 0 && (
                <span
                  className="min-h-0.5 w-full rounded-t-[2px] bg-[var(--s1)]"
                  style={{ height: `${(one.events / most) * 100}%` }}
                />
              )}
            </li>
          );
        })}
      </ol>
      <p dir="ltr" className="mt-1 flex justify-between text-fs1 text-3" aria-hidden="true">
        <bdi>{dayAndMonth(noonOf(since), language)}</bdi>
        <bdi>{dayAndMonth(noonOf(until), language)}</bdi>
      </p>
    </figure>
  );
}

/** A moment of that day in the person's zone, so that the day is told as the server names it. */
function noonOf(day: string): number {
  return Date.parse(`${day}T12:00:00`);
}
