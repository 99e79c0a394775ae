import { useQuery } from '@tanstack/react-query';
import { Activity } from 'lucide-react';
import type { Report } from '@/api/types';
import { LineChart } from '@/components/ui/LineChart';
import { Page } from '@/components/ui/Page';
import { Say } from '@/components/ui/Say';
import { Empty, Failed } from '@/components/ui/States';
import { useTranslation } from '@/i18n/use-translation';
import { useNow } from '@/lib/now';
import { useSession } from '@/lib/session';
import { reportQuery } from './api';
import { Export } from './Export';
import { Headline } from './Headline';
import { Hours } from './Hours';
import { isEmpty, periodsOf } from './model';
import { RangeTools } from './RangeTools';
import { People, Platforms } from './Tables';
import { usePlace } from './use-place';

/** How the team answers: how much comes, how long customers wait, how long the work takes, and who did it. */
export function ReportsPage() {
  const { t } = useTranslation();
  const { me } = useSession();
  const { place, go } = usePlace();
  const { platform } = place;
  const tz = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const periods = periodsOf(place, useNow());
  const report = useQuery(reportQuery({ ...periods.now, tz, platform }));
  const before = useQuery(reportQuery({ ...periods.before, tz, platform }));
  return (
    <Page
      title={t('reports.title')}
      tools={
        <RangeTools place={place} period={periods.now} zone={tz} go={go}>
          {report.data !== undefined && <Export report={report.data} period={periods.now} />}
        </RangeTools>
      }
    >
      {report.data !== undefined ? (
        <div className="mx-auto grid max-w-[1180px] grid-cols-[minmax(0,1fr)] gap-4">
          {report.isError && <Say tone="bad">{t('reports.notRefreshed', { why: report.error.message })}</Say>}
          {before.isError && <Say tone="warn">{t('reports.noBefore', { why: before.error.message })}</Say>}
          {me.role !== 'admin' && <Say tone="info">{t('reports.own')}</Say>}
          <Content report={report.data} before={before.data} />
        </div>
      ) : report.isError ? (
        <Failed
          title={t('reports.failed')}
          text={report.error.message}
          retry={t('common.retry')}
          onRetry={() => void report.refetch()}
        />
      ) : (
        <div className="after-a-while mx-auto grid max-w-[1180px] gap-4" aria-hidden="true">
          <div className="skeleton h-24 !rounded-card" />
          <div className="skeleton h-72 !rounded-card" />
          <div className="skeleton h-56 !rounded-card" />
        </div>
      )}
    </Page>
  );
}

function Content({ report, before }: { report: Report; before: Report | undefined }) {
  const { t } = useTranslation();
  if (isEmpty(report)) return <Empty icon={Activity} title={t('reports.empty')} text={t('reports.emptyHint')} />;
  return (
    <>
      <Headline report={report} before={before} />
      <section className="min-w-0 rounded-card border border-line bg-panel p-4" aria-label={t('reports.volume')}>
        <LineChart
          title={t('reports.volume')}
          at={report.volume.map((day) => Date.parse(day.at))}
          series={[
            { name: t('reports.inbound'), values: report.volume.map((day) => day.inbound) },
            { name: t('reports.outbound'), values: report.volume.map((day) => day.outbound) },
            ...(before === undefined
              ? []
              : [
                  {
                    name: t('reports.inboundBefore'),
                    values: report.volume.map((_, index) => before.volume[index]?.inbound ?? null),
                    days: before.volume.map((day) => Date.parse(day.at)),
                    before: true,
                  },
                ]),
          ]}
        />
      </section>
      <Hours byHour={report.by_hour} />
      <People report={report} />
      <Platforms report={report} />
    </>
  );
}
