import { useState } from 'react';
import type { ConversionTotal } from '@/api/types';
import { Choice } from '@/components/ui/Choice';
import { useTranslation } from '@/i18n/use-translation';
import { money } from '@/lib/numbers';
import { dateOf, localeFor } from '@/lib/time';
import { byName, type NameTotal, newestFirst, worthOf } from './totals';

const VIEWS = ['name', 'day'] as const;
const COUNTS = ['events', 'success', 'failed', 'unknown'] as const;

type Row = NameTotal & { readonly day: string; readonly currency: string | null };

/** The figures of the period, summed for each name, or day by day. */
export function TotalsTable({ totals }: { totals: readonly ConversionTotal[] }) {
  const { t, language } = useTranslation();
  const [view, setView] = useState<(typeof VIEWS)[number]>('name');
  const days = view === 'day';
  const rows: readonly Row[] = days
    ? newestFirst(totals).map((one) => ({ ...one, name: one.event_name, worth: worthOf([one]) }))
    : byName(totals).map((one) => ({ ...one, day: '', currency: null }));
  return (
    <div className="flex min-w-0 flex-col rounded-card border border-line bg-panel">
      <div className="flex flex-wrap items-center justify-between gap-2 px-3.5 pt-3 pb-1">
        <h3 className="text-fs2 font-medium text-3">{t(`conversions.by.${view}`)}</h3>
        <Choice
          label={t('conversions.table')}
          value={view}
          options={VIEWS.map((one) => ({ value: one, text: t(`conversions.view.${one}`) }))}
          onChange={setView}
        />
      </div>
      <section
        aria-label={t(`conversions.by.${view}`)}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        tabIndex={0}
        className="max-h-72 overflow-auto px-1 pb-1"
      >
        <table className="table">
          <thead>
            <tr>
              {days && <th scope="col">{t('common.day')}</th>}
              <th scope="col">{t('conversions.column.name')}</th>
              {[...COUNTS, 'value' as const].map((one) => (
                <th key={one} scope="col" className="end">
                  {t(`conversions.column.${one}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((one) => (
              <tr key={`${one.day} ${one.currency} ${one.name}`}>
                {days && (
                  <td className="num whitespace-nowrap">{dateOf(Date.parse(`${one.day}T12:00:00`), language)}</td>
                )}
                <td className="max-w-52 min-w-28">
                  <span dir="auto" className="cut along block" title={one.name}>
                    {one.name}
                  </span>
                </td>
                <Cells row={one} />
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

function Cells({ row }: { row: Row }) {
  const { language } = useTranslation();
  const number = new Intl.NumberFormat(localeFor(language));
  const worth = [...row.worth].map(([currency, value]) => money(value, currency, language));
  return (
    <>
      {COUNTS.map((one) => (
        <td key={one} className="end">
          {number.format(row[one])}
        </td>
      ))}
      <td className="end whitespace-nowrap">
        {worth.length === 0 ? '–' : worth.map((text) => <div key={text}>{text}</div>)}
      </td>
    </>
  );
}
