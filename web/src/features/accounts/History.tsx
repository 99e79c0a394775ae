import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { History as Told } from '@/api/types';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { fullTime } from '@/lib/time';
import { historyQuery, readBack, stopReadingBack } from './api';
import { Lost } from './Lost';

/** What Meta still shows of the conversations, read back: how far that is, what was missing, what is lost. */
export function History({ id }: { id: string }) {
  const { t, language } = useTranslation();
  const queryClient = useQueryClient();
  const history = useQuery(historyQuery(id));
  const told = (now: Told) => queryClient.setQueryData(historyQuery(id).queryKey, now);
  const begin = useMutation({ mutationFn: () => readBack(id), onSuccess: told });
  const stop = useMutation({ mutationFn: () => stopReadingBack(id), onSuccess: told });
  const problem = begin.error ?? stop.error;
  if (history.data === undefined) {
    return history.isError ? <Say tone="bad">{t('accounts.historyFailed')}</Say> : <div className="skeleton h-16" />;
  }
  const { state, current, finished_at, recovered, lost, limits } = history.data;
  const busy = begin.isPending || stop.isPending;
  return (
    <div className="grid gap-2 border-t border-line pt-2.5 text-fs2 leading-[18px]" aria-busy={busy}>
      {problem !== null && (
        <Say tone="bad" alert>
          {problem.message}
        </Say>
      )}
      <p className="text-1" role="status">
        {state === 'waiting' && t('accounts.historyWaiting', { problem: history.data.problem })}
        {state === 'running' &&
          t('accounts.historyRunning', {
            conversations: current?.conversations ?? 0,
            messages: current?.messages ?? 0,
          })}
        {state === 'idle' &&
          (finished_at == null
            ? t('accounts.historyNever')
            : t('accounts.historyIdle', { when: fullTime(Date.parse(finished_at), language) }))}
      </p>
      <p className="text-2">
        {recovered === 0 ? t('accounts.historyNothing') : t('accounts.historyFound', { count: recovered })}
      </p>
      {lost > 0 && (
        <>
          <Say tone="warn">{t('accounts.historyLost', { count: lost })}</Say>
          <Lost id={id} />
        </>
      )}
      <p className="along plain text-3">{limits}</p>
      <div className="flex justify-end">
        {state === 'running' ? (
          <button type="button" className="btn btn-s" aria-disabled={busy} onClick={() => busy || stop.mutate()}>
            {t('accounts.historyStop')}
          </button>
        ) : (
          <button type="button" className="btn btn-s" aria-disabled={busy} onClick={() => busy || begin.mutate()}>
            {t('accounts.historyAll')}
          </button>
        )}
      </div>
    </div>
  );
}
