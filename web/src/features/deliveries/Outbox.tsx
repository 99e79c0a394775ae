import { useInfiniteQuery } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { useState } from 'react';
import { Choice } from '@/components/ui/Choice';
import { More } from '@/components/ui/More';
import { Empty, Failed } from '@/components/ui/States';
import { useTranslation } from '@/i18n/use-translation';
import { JOB_STATES, type JobState, outboxQuery } from './api';
import { Count } from './Lately';
import { OutboxRow } from './OutboxRow';

/** What waits to go to Meta, since when and why; and what failed on the way. */
export function Outbox() {
  const { t } = useTranslation();
  const [state, setState] = useState<JobState>('open');
  const lists = { open: useInfiniteQuery(outboxQuery('open')), failed: useInfiniteQuery(outboxQuery('failed')) };
  const query = lists[state];
  const jobs = query.data?.pages.flatMap((page) => page.jobs) ?? [];
  const countOf = (which: JobState) => {
    const pages = lists[which].data?.pages;
    if (pages === undefined) return undefined;
    return { count: pages.flatMap((page) => page.jobs).length, more: pages.at(-1)?.next !== null };
  };
  return (
    <section aria-label={t('deliveries.tab.out')} className="@container min-h-0 flex-1 overflow-y-auto">
      <div className="border-b border-line px-3 py-2.5 pane:px-4">
        <Choice
          label={t('deliveries.jobs')}
          value={state}
          options={JOB_STATES.map((one) => ({
            value: one,
            text: (
              <>
                {t(`deliveries.job.${one}`)}
                <span className="num text-3">
                  <Count of={countOf(one)} />
                </span>
              </>
            ),
          }))}
          onChange={setState}
        />
      </div>
      {query.data === undefined ? (
        query.isError ? (
          <Failed
            title={t('deliveries.jobsFailed')}
            text={t('common.failedHint')}
            retry={t('common.retry')}
            onRetry={() => void query.refetch()}
          />
        ) : (
          <div className="after-a-while grid gap-3 p-4" aria-hidden>
            <div className="skeleton h-8" />
            <div className="skeleton h-8" />
            <div className="skeleton h-8" />
          </div>
        )
      ) : jobs.length === 0 ? (
        <Empty icon={Send} title={t(`deliveries.noJobs.${state}`)} text={t('deliveries.noJobsHint')} />
      ) : (
        <ul>
          {jobs.map((job) => (
            <OutboxRow key={job.id} job={job} />
          ))}
        </ul>
      )}
      <div className="pb-3">
        <More of={query} />
      </div>
    </section>
  );
}
