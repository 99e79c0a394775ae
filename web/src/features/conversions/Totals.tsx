import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { Choice } from '@/components/ui/Choice';
import { Figures } from '@/components/ui/Figures';
import { useTranslation } from '@/i18n/use-translation';
import { csvOf, download } from '@/lib/csv';
import { useNow } from '@/lib/now';
import { money } from '@/lib/numbers';
import { dateOf } from '@/lib/time';
import { totalsQuery } from './api';
import { byDay, byName, lastDays } from './totals';

const RANGES = ['7', '28', '90'] as const;

/** Totals by name and day, in UTC as Meta counts. */
export function Totals() {
  const { t, language } = useTranslation();
  const [range, setRange] = useState<(typeof RANGES)[number]>('28');
  const { since, until } = lastDays(Number(range), useNow());
  const { data } = useQuery(totalsQuery(since, until));
  const names = byName(data ?? []);
  const days = byDay(data ?? [], since, until);
  const sum = (key: 'events' | 'success' | 'failed' | 'unknown') => names.reduce((all, one) => all + one[key], 0);
  const worth = new Map<string, number>();
  for (const one of names) {
    if (one.currency !== null) worth.set(one.currency, (worth.get(one.currency) ?? 0) + (one.value ?? 0));
  }
  const most = Math.max(1, ...days.map((one) => one.events));
  const exportCsv = () => {
    const head = ['day', 'event_name', 'currency', 'events', 'success', 'failed', 'unknown', 'value'];
    const rows = (data ?? []).map((one) => [
      one.day,
      one.event_name,
      one.currency,
      one.events,
      one.success,
      one.failed,
      one.unknown,
      one.value,
    ]);
    download(`conversions-${since}-${until}.csv`, 'text/csv', csvOf([head, ...rows]));
  };
  return (
    <section aria-labelledby="conversion-totals" className="grid gap-3">
      <header className="flex flex-wrap items-center gap-2">
        <h2 id="conversion-totals" className="me-auto text-fs4">
          {t('conversions.totals')}
        </h2>
        <Choice
          label={t('conversions.range')}
          value={range}
          options={RANGES.map((one) => ({ value: one, text: t('conversions.days', { count: Number(one) }) }))}
          onChange={setRange}
        />
        <button type="button" className="btn btn-s" aria-disabled={data === undefined} onClick={exportCsv}>
          <Download size={14} aria-hidden />
          {t('common.csv')}
        </button>
      </header>
      <Figures
        label={t('conversions.totals')}
        figures={[
          { key: 'events', name: t('conversions.figure.events'), value: sum('events') },
          { key: 'success', name: t('conversions.figure.success'), value: sum('success') },
          ...[...worth].map(([currency, value]) => ({
            key: currency,
            name: t('conversions.figure.worth'),
            value: money(value, currency, language),
          })),
          {
            key: 'failed',
            name: t('conversions.figure.failed'),
            value: sum('failed') + sum('unknown'),
            ...(sum('failed') + sum('unknown') > 0 && { tone: 'bad' as const }),
          },
        ]}
      />
      {names.length > 0 && (
        <div className="grid gap-4 desk:grid-cols-2">
          <div className="min-w-0 rounded-card border border-line bg-panel p-3.5">
            <h3 className="mb-2 text-fs2 font-medium text-3">{t('conversions.perDay')}</h3>
            <ol className="flex h-32 items-end gap-px" aria-label={t('conversions.perDay')}>
              {days.map((one) => {
                const text = t('conversions.dayTitle', {
                  date: dateOf(Date.parse(`${one.day}T12:00:00`), language),
                  count: one.events,
                });
                return (
                  <li key={one.day} className="flex h-full flex-1 items-end" title={text}>
                    <span className="sr-only">{text}</span>
                    <span
                      className="w-full rounded-t-[2px] bg-[var(--s1)]"
                      style={{ height: one.events === 0 ? 1 : `${(one.events / most) * 100}%` }}
                    />
                  </li>
                );
              })}
            </ol>
          </div>
          <div className="min-w-0 overflow-x-auto">
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t('conversions.column.name')}</th>
                  <th scope="col" className="end">
                    {t('conversions.column.events')}
                  </th>
                  <th scope="col" className="end">
                    {t('conversions.column.success')}
                  </th>
                  <th scope="col" className="end">
                    {t('conversions.column.value')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {names.map((one) => (
                  <tr key={`${one.name} ${one.currency}`}>
                    <td>{one.name}</td>
                    <td className="end">{one.events}</td>
                    <td className="end">{one.success}</td>
                    <td className="end">
                      {one.value === null || one.currency === null ? '–' : money(one.value, one.currency, language)}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </div>
      )}
    </section>
  );
}
