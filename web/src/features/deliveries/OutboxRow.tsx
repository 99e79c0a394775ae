import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { ApiError } from '@/api/problem';
import type { OutboxJob } from '@/api/types';
import { AccountName } from '@/components/ui/AccountName';
import { useTranslation } from '@/i18n/use-translation';
import { randomId } from '@/lib/id';
import { useNow } from '@/lib/now';
import { exactTime } from '@/lib/time';
import { tell } from '@/lib/toast';
import { useAccounts } from '@/lib/use-accounts';
import { retryJob } from './api';
import { chatOf, KINDS, type Standing, standingOf, WHYS } from './job';
import { useDuration } from './use-duration';

const TONES: Readonly<Record<Standing, string>> = {
  line: '',
  later: 'chip-warn',
  running: 'chip-accent',
  lost: 'chip-warn',
  paused: 'chip-warn',
  reconnect: 'chip-bad',
  failed: 'chip-bad',
  done: 'chip-ok',
};

/** One piece of work: how it stands and since when, why, and what can be done about it. */
export function OutboxRow({ job }: { job: OutboxJob }) {
  const { t, language } = useTranslation();
  const now = useNow();
  const duration = useDuration();
  const account = useAccounts()(job.account_id);
  const standing = standingOf(job, account, now);
  const kind = KINDS.find((one) => one === job.kind);
  const created = Date.parse(job.created_at);
  const chat = chatOf(job);
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-3 gap-y-1 border-b border-line px-3 py-2.5 pane:px-4 @min-[640px]:grid-cols-[120px_minmax(0,1fr)_minmax(0,150px)_auto]">
      <span className="@max-[640px]:col-start-1">
        <span className={clsx('chip', TONES[standing])}>{t(`deliveries.standing.${standing}`)}</span>
      </span>
      <div className="min-w-0 @max-[640px]:col-span-2 @max-[640px]:row-start-2">
        <p className="flex min-w-0 items-baseline gap-2">
          <b className="font-medium">{kind === undefined ? job.kind : t(`deliveries.kind.${kind}`)}</b>
          {chat === null ? (
            <span className="cut font-mono text-fs1 text-3" title={job.subject}>
              {job.subject}
            </span>
          ) : (
            <Link to="/inbox/$chatId" params={{ chatId: chat }} className="text-fs2 text-accent-text underline">
              {t('deliveries.openChat')}
            </Link>
          )}
        </p>
        <Why job={job} standing={standing} held={account?.reason ?? null} />
      </div>
      <span className="min-w-0 @max-[640px]:col-start-1 @max-[640px]:row-start-3">
        {account !== null && <AccountName id={account.id} />}
      </span>
      <div className="flex items-center gap-3 @max-[640px]:col-start-2 @max-[640px]:row-start-1">
        <time dateTime={job.created_at} title={exactTime(created, language)} className="num text-fs2 text-3">
          {t('deliveries.since', { time: duration(Math.max(0, now - created)) })}
        </time>
        <Action job={job} standing={standing} />
      </div>
    </li>
  );
}

type WhyProps = { job: OutboxJob; standing: Standing; held: string | null };

/** Why it waits or failed, and when something happens next. What waits behind another has its account's reason. */
function Why({ job, standing, held }: WhyProps) {
  const { t } = useTranslation();
  const now = useNow();
  const duration = useDuration();
  const code = WHYS.find((one) => one === job.last_error);
  const next = { time: duration(Math.max(0, Date.parse(job.run_at) - now)), tries: job.attempt };
  const isHeld = standing === 'paused' || standing === 'reconnect';
  const reason = job.last_error ?? (isHeld ? held : null);
  const parts = [
    code === undefined ? reason : t(`deliveries.why.${code}`),
    standing === 'lost' ? t('deliveries.looksAgain') : null,
    standing === 'later' ? t('deliveries.nextTry', next) : null,
    standing === 'reconnect' && reason === null ? t('deliveries.goesAfterReconnect') : null,
    standing === 'failed' ? t('deliveries.tries', { count: job.attempt }) : null,
  ].filter((part) => part !== null);
  if (parts.length === 0) return null;
  return (
    <p className="text-fs2 text-2 [overflow-wrap:anywhere] first-letter:uppercase">
      {parts.map((part) => (
        <bdi key={part}>{part} </bdi>
      ))}
    </p>
  );
}

function Action({ job, standing }: { job: OutboxJob; standing: Standing }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [key, setKey] = useState(randomId);
  const retry = useMutation({
    mutationFn: () => retryJob(key, job.id),
    onSuccess: () => {
      tell(t('deliveries.retried'));
      return queryClient.invalidateQueries({ queryKey: ['outbox'] });
    },
    // Where only the answer was lost, the same wish must not count twice.
    onError: (problem) => problem instanceof ApiError && setKey(randomId()),
  });
  if (standing === 'reconnect') {
    return (
      <Link to="/accounts" className="btn btn-s">
        {t('deliveries.reconnect')}
      </Link>
    );
  }
  if (job.kind === 'conversion' && (standing === 'failed' || standing === 'lost')) {
    return (
      <Link to="/conversions" className="btn btn-s">
        {t('deliveries.toConversions')}
      </Link>
    );
  }
  if (standing !== 'failed') return null;
  return (
    <div className="grid justify-items-end gap-1">
      <button
        type="button"
        className="btn btn-s"
        aria-disabled={retry.isPending}
        onClick={() => retry.isPending || retry.mutate()}
      >
        <RotateCcw size={14} aria-hidden />
        {t('deliveries.retry')}
      </button>
      {retry.isError && (
        <p role="alert" className="max-w-64 text-end text-fs2 text-bad-text">
          {retry.error instanceof ApiError ? retry.error.detail : t('common.unreachable')}
        </p>
      )}
    </div>
  );
}
