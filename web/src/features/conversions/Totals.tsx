import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import type { ConversionTotal } from '@/api/types';
import { Figures } from '@/components/ui/Figures';
import { Failed } from '@/components/ui/States';
import { useTranslation } from '@/i18n/use-translation';
import { csvOf, download } from '@/lib/csv';
import { useNow } from '@/lib/now';
import { money } from '@/lib/numbers';
import { localeFor } from '@/lib/time';
import { MOST_TOTALS, totalsQuery } from './api';
import { DayBars } from './DayBars';
import { TotalsTable } from './TotalsTable';
import { lastDays, rowsOf, sumOf, worthOf } from './totals';

/** Totals by name and day, in UTC as Meta counts. */
export function Totals({ range }: { range: string }) {
  const { t } = useTranslation();
  const { since, until } = lastDays(Number(range), useNow());
  const query = useQuery(totalsQuery(since, until));
  const { data } = query;
  const exportCsv = () => {
    if (data !== undefined) download(`conversions-${since}-${until}.csv`, 'text/csv', csvOf(rowsOf(data)));
  };
  return (
    <section aria-labelledby="conversion-totals" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <header className="flex flex-wrap items-center gap-2">
        <h2 id="conversion-totals" className="me-auto text-fs4">
          {t('conversions.totals')}
        </h2>
        <button type="button" className="btn btn-s" aria-disabled={data === undefined} onClick={exportCsv}>
          <Download size={14} aria-hidden />
          {t('common.csv')}
        </button>
      </header>
      {data === undefined ? (
        query.isError ? (
          <Failed
            title={t('conversions.totalsFailed')}
            text={t('common.failedHint')}
            retry={t('common.retry')}
            onRetry={() => void query.refetch()}
          />
        ) : (
          <Skeletons />
        )
      ) : (
        <>
          <Sums totals={data} />
          {data.length >= MOST_TOTALS && <p className="text-fs2 text-warn-text">{t('conversions.cut')}</p>}
          {data.length > 0 && (
            <div className="grid gap-3 desk:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
              <DayBars totals={data} since={since} until={until} />
              <TotalsTable totals={data} />
            </div>
          )}
        </>
      )}
    </section>
  );
}

function Sums({ totals }: { totals: readonly ConversionTotal[] }) {
  const { t, language } = useTranslation();
  const number = new Intl.NumberFormat(localeFor(language));
  const failed = sumOf(totals, 'failed');
  const unknown = sumOf(totals, 'unknown');
  return (
    <Figures
      label={t('conversions.totals')}
      figures={[
        { key: 'events', name: t('conversions.figure.events'), value: number.format(sumOf(totals, 'events')) },
        { key: 'success', name: t('conversions.figure.success'), value: number.format(sumOf(totals, 'success')) },
        ...[...worthOf(totals)].map(([currency, value]) => ({
          key: currency,
          name: t('conversions.figure.worth'),
          value: money(value, currency, language),
          note: t('conversions.figure.worthNote'),
        })),
        {
          key: 'failed',
          name: t('conversions.figure.failed'),
          value: number.format(failed),
          ...(failed > 0 && { tone: 'bad' as const }),
        },
        {
          key: 'unknown',
          name: t('conversions.figure.unknown'),
          value: number.format(unknown),
          ...(unknown > 0 && { tone: 'warn' as const }),
        },
      ]}
    />
  );
}

function Skeletons() {
  return (
    <div className="after-a-while grid gap-3" aria-hidden="true">
      <div className="grid grid-cols-2 gap-2.5 pane:grid-cols-4">
        {['a', 'b', 'c', 'd'].map((key) => (
          <div key={key} className="skeleton h-16 !rounded-card" />
        ))}
      </div>
      <div className="skeleton h-48 !rounded-card" />
    </div>
  );
}
