import { type ReactNode, useId, useState } from 'react';
import { Choice } from '@/components/ui/Choice';
import { useTranslation } from '@/i18n/use-translation';
import { dayRange } from '@/lib/time';
import { noonOf, type Period, type Place, problemOf, RANGES, type Range } from './model';

type Props = { place: Place; period: Period; zone: string; go: (change: Partial<Place>) => void; children: ReactNode };

/** Which days the report is of, and in whose zone. */
export function RangeTools({ place, period, zone, go, children }: Props) {
  const { t, language } = useTranslation();
  const choose = (range: Range) => go(range === 'days' ? { range, ...period } : { range, since: null, until: null });
  return (
    <>
      <Choice
        label={t('reports.range')}
        value={place.range}
        options={[
          ...RANGES.map((one) => ({ value: one as Range, text: t('reports.days', { count: Number(one) }) })),
          { value: 'days' as const, text: t('reports.chosen') },
        ]}
        onChange={choose}
      />
      {place.range === 'days' ? (
        <ChosenDays period={period} onChange={(days) => go({ range: 'days', ...days })} />
      ) : (
        <span className="text-fs2 text-2">{dayRange(noonOf(period.since), noonOf(period.until), language)}</span>
      )}
      <span className="text-fs2 text-3 max-desk:hidden">{t('reports.zone', { zone })}</span>
      {children}
    </>
  );
}

/** From one day to another; a report is made as soon as there can be one. */
function ChosenDays({ period, onChange }: { period: Period; onChange: (days: Period) => void }) {
  const { t } = useTranslation();
  const [days, setDays] = useState(period);
  const complete = days.since !== '' && days.until !== '';
  const problem = complete ? problemOf(days) : null;
  const set = (change: Partial<Period>) => {
    const next = { ...days, ...change };
    setDays(next);
    if (next.since !== '' && next.until !== '' && problemOf(next) === null) onChange(next);
  };
  return (
    <>
      <Day label={t('reports.since')} value={days.since} bad={problem !== null} onDay={(since) => set({ since })} />
      <Day label={t('reports.until')} value={days.until} bad={problem !== null} onDay={(until) => set({ until })} />
      {problem !== null && (
        <span role="alert" className="text-fs2 text-bad-text">
          {t(`reports.problem.${problem}`)}
        </span>
      )}
    </>
  );
}

type DayProps = { label: string; value: string; bad: boolean; onDay: (day: string) => void };

function Day({ label, value, bad, onDay }: DayProps) {
  const id = useId();
  return (
    <span className="flex items-center gap-1.5 text-fs2">
      <label htmlFor={id} className="text-3">
        {label}
      </label>
      <span className="field" data-invalid={bad || undefined}>
        <input id={id} type="date" value={value} aria-invalid={bad} onChange={(event) => onDay(event.target.value)} />
      </span>
    </span>
  );
}
