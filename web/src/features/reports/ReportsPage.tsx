import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { Activity, Download } from 'lucide-react';
import { useState } from 'react';
import type { Platform, Report } from '@/api/types';
import { Choice } from '@/components/ui/Choice';
import { Figures } from '@/components/ui/Figures';
import { LineChart } from '@/components/ui/LineChart';
import { Page } from '@/components/ui/Page';
import { Empty, Failed } from '@/components/ui/States';
import { useDuration } from '@/i18n/use-duration';
import { useTranslation } from '@/i18n/use-translation';
import { csvOf, download } from '@/lib/csv';
import { useNow } from '@/lib/now';
import { changeOf, signedPercent } from '@/lib/numbers';
import { reportQuery } from './api';
import { Hours } from './Hours';
import { periodsOf, RANGES, type Range, sheet, total } from './model';
import { Tables } from './Tables';

/** How the team answers: how much comes, how long customers wait, how long the work takes, and who did it. */
export function ReportsPage() {
  const { t } = useTranslation();
  const [range, setRange] = useState<Range>('28');
  const raw: { platform?: unknown } = useSearch({ strict: false });
  const platform: Platform | null = raw.platform === 'INSTAGRAM' || raw.platform === 'FACEBOOK' ? raw.platform : null;
  const tz = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const periods = periodsOf(range, useNow());
  const report = useQuery(reportQuery({ ...periods.now, tz, platform }));
  const before = useQuery(reportQuery({ ...periods.before, tz, platform })).data;
  const exportCsv = () => {
    if (report.data === undefined) return;
    const { since, until } = periods.now;
    download(`report-${since}-${until}.csv`, 'text/csv', csvOf(sheet(report.data)));
  };
  return (
    <Page
      title={t('reports.title')}
      tools={
        <>
          <Choice
            label={t('reports.range')}
            value={range}
            options={RANGES.map((one) => ({ value: one, text: t('reports.days', { count: Number(one) }) }))}
            onChange={setRange}
          />
          <span className="text-fs2 text-3 max-pane:hidden">{t('reports.zone', { zone: tz })}</span>
          <button
            type="button"
            className="btn btn-s ms-auto"
            aria-disabled={report.data === undefined}
            onClick={exportCsv}
          >
            <Download size={14} aria-hidden />
            {t('common.csv')}
          </button>
        </>
      }
    >
      {report.data !== undefined ? (
        <Content report={report.data} before={before} />
      ) : report.isError ? (
        <Failed
          title={t('reports.failed')}
          text={report.error.message}
          retry={t('common.retry')}
          onRetry={() => void report.refetch()}
        />
      ) : (
        <div className="after-a-while grid gap-4" aria-hidden="true">
          <div className="skeleton h-24 !rounded-card" />
          <div className="skeleton h-72 !rounded-card" />
        </div>
      )}
    </Page>
  );
}

function Content({ report, before }: { report: Report; before: Report | undefined }) {
  const { t } = useTranslation();
  if (total(report, 'inbound') + total(report, 'outbound') === 0) {
    return <Empty icon={Activity} title={t('reports.empty')} text={t('reports.emptyHint')} />;
  }
  return (
    <div className="mx-auto grid max-w-[1180px] grid-cols-[minmax(0,1fr)] gap-4">
      <Headline report={report} before={before} />
      <section className="min-w-0 rounded-card border border-line bg-panel p-4" aria-label={t('reports.volume')}>
        <LineChart
          title={t('reports.volume')}
          at={report.volume.map((day) => Date.parse(day.at))}
          series={[
            { name: t('reports.inbound'), values: report.volume.map((day) => day.inbound) },
            { name: t('reports.outbound'), values: report.volume.map((day) => day.outbound) },
          ]}
        />
      </section>
      <Hours byHour={report.by_hour} />
      <Tables report={report} />
    </div>
  );
}

function Headline({ report, before }: { report: Report; before: Report | undefined }) {
  const { t, language } = useTranslation();
  const duration = useDuration();
  const note = (now: number | null, earlier: number | null | undefined) => {
    const share = changeOf(now, earlier ?? null);
    return share === null ? {} : { note: t('reports.against', { change: signedPercent(share, language) }) };
  };
  const inbound = total(report, 'inbound');
  const outbound = total(report, 'outbound');
  const { first_answer: first, resolution } = report;
  return (
    <Figures
      label={t('reports.headline')}
      figures={[
        {
          key: 'inbound',
          name: t('reports.inbound'),
          value: inbound,
          ...note(inbound, before === undefined ? null : total(before, 'inbound')),
        },
        {
          key: 'outbound',
          name: t('reports.outbound'),
          value: outbound,
          ...note(outbound, before === undefined ? null : total(before, 'outbound')),
        },
        {
          key: 'first',
          name: t('reports.first'),
          value: duration(first.median_seconds),
          ...note(first.median_seconds, before?.first_answer.median_seconds),
        },
        { key: 'p90', name: t('reports.p90'), value: duration(first.p90_seconds) },
        {
          key: 'waiting',
          name: t('reports.waiting'),
          value: first.waiting,
          ...(first.waiting > 0 && { tone: 'warn' as const }),
        },
        {
          key: 'resolved',
          name: t('reports.resolved'),
          value: resolution.count,
          ...note(resolution.count, before?.resolution.count),
        },
        { key: 'work', name: t('reports.work'), value: duration(resolution.median_seconds) },
      ]}
    />
  );
}
