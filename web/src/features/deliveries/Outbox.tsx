import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import clsx from 'clsx';
import { RotateCcw, Send } from 'lucide-react';
import { useState } from 'react';
import type { OutboxJob } from '@/api/types';
import { Choice } from '@/components/ui/Choice';
import { More } from '@/components/ui/More';
import { Empty, Failed } from '@/components/ui/States';
import { useTranslation } from '@/i18n/use-translation';
import { useNow } from '@/lib/now';
import { fullTime } from '@/lib/time';
import { JOB_STATES, type JobState, outboxQuery, retryJob } from './api';
import { useDuration } from './use-duration';

/** Kinds of work that have a name of their own here; others show the server's. */
const KINDS = ['send', 'mark_seen', 'conversion', 'read_back'] as const;

/** What waits to go to Meta, since when and why. */
export function Outbox() {
  const { t } = useTranslation();
  const [state, setState] = useState<JobState>('open');
  const query = useInfiniteQuery(outboxQuery(state));
  const jobs = query.data?.pages.flatMap((page) => page.jobs) ?? [];
  return (
    <section aria-label={t('deliveries.tab.out')} className="mx-auto max-w-[1100px]">
      <div className="mb-3">
        <Choice
          label={t('deliveries.jobs')}
          value={state}
          options={JOB_STATES.map((one) => ({ value: one, text: t(`deliveries.job.${one}`) }))}
          onChange={setState}
        />
      </div>
      {query.data === undefined ? (
        query.isError ? (
          <Failed
            title={t('deliveries.failed')}
            text={t('common.failedHint')}
            retry={t('common.retry')}
            onRetry={() => void query.refetch()}
          />
        ) : (
          <div className="skeleton after-a-while h-40 !rounded-card" />
        )
      ) : jobs.length === 0 ? (
        <Empty icon={Send} title={t(`deliveries.noJobs.${state}`)} text={t('deliveries.noJobsHint')} />
      ) : (
        <ul className="grid grid-cols-[minmax(0,1fr)] gap-2">
          {jobs.map((job) => (
            <Job key={job.id} job={job} />
          ))}
        </ul>
      )}
      <More of={query} />
    </section>
  );
}

function Job({ job }: { job: OutboxJob }) {
  const { t, language } = useTranslation();
  const now = useNow();
  const duration = useDuration();
  const queryClient = useQueryClient();
  const retry = useMutation({
    mutationFn: () => retryJob(job.id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['outbox'] }),
  });
  const kind = KINDS.find((one) => one === job.kind);
  const created = Date.parse(job.created_at);
  const next = Date.parse(job.run_at) - now;
  return (
    <li className="rounded-card border border-line bg-panel px-3.5 py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <b className="font-semibold">{kind === undefined ? job.kind : t(`deliveries.kind.${kind}`)}</b>
        <span
          className={clsx(
            'chip',
            job.state === 'failed' && 'chip-bad',
            job.state === 'waiting' && 'chip-warn',
            job.state === 'done' && 'chip-ok',
          )}
        >
          {t(`deliveries.jobState.${stateOf(job.state)}`)}
        </span>
        <span className="cut min-w-0 flex-1 font-mono text-fs2 text-3" title={job.subject}>
          {job.subject}
        </span>
        <span className="num text-fs2 text-3" title={fullTime(created, language)}>
          {t('deliveries.since', { time: duration(Math.max(0, now - created)) })}
        </span>
        {job.state === 'failed' && (
          <button
            type="button"
            className="btn btn-s"
            aria-disabled={retry.isPending}
            onClick={() => retry.isPending || retry.mutate()}
          >
            <RotateCcw size={14} aria-hidden />
            {t('deliveries.retry')}
          </button>
        )}
      </div>
      {(job.last_error !== null || (job.state === 'ready' && next > 0)) && (
        <p className="mt-1 text-fs2 text-2 [overflow-wrap:anywhere]">
          {job.last_error}{' '}
          {job.state === 'ready' && next > 0 && t('deliveries.nextTry', { time: duration(next), tries: job.attempt })}
        </p>
      )}
      {retry.isError && (
        <p role="alert" className="mt-1 text-fs2 text-bad-text">
          {retry.error.message}
        </p>
      )}
    </li>
  );
}

const STATES = ['ready', 'running', 'waiting', 'failed', 'done'] as const;

function stateOf(state: string): (typeof STATES)[number] {
  return STATES.find((one) => one === state) ?? 'ready';
}
