import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { MonitorSmartphone } from 'lucide-react';
import { useRef } from 'react';
import type { LoginInfo } from '@/api/types';
import { More } from '@/components/ui/More';
import { Failed } from '@/components/ui/States';
import { useTranslation } from '@/i18n/use-translation';
import { fullTime } from '@/lib/time';
import { endLogin, endLogins, loginsQuery } from './api';
import { deviceOf } from './device';

/** From so many on they are also ended together. */
const TOGETHER_FROM = 2;

/** Where one is logged in, each of which can be ended. */
export function Logins() {
  const { t } = useTranslation();
  const query = useInfiniteQuery(loginsQuery);
  const list = useRef<HTMLUListElement>(null);
  if (query.data === undefined) {
    if (!query.isError) return <div className="skeleton after-a-while h-20" />;
    return (
      <Failed
        title={t('settings.loginsFailed')}
        text={t('common.failedHint')}
        retry={t('common.retry')}
        onRetry={() => void query.refetch()}
      />
    );
  }
  const logins = query.data.pages.flatMap((page) => page.logins);
  // The button that was pressed goes with its login, and the focus must not go with both.
  const onEnded = () => list.current?.focus();
  return (
    <>
      <ul
        ref={list}
        tabIndex={-1}
        aria-label={t('settings.section.logins')}
        className="grid grid-cols-[minmax(0,1fr)] gap-1 rounded-row"
      >
        {logins.map((login) => (
          <Login key={login.id} login={login} onEnded={onEnded} />
        ))}
      </ul>
      <More of={query} />
      <EndOthers ids={logins.filter((login) => !login.current).map((login) => login.id)} onEnded={onEnded} />
    </>
  );
}

function Login({ login, onEnded }: { login: LoginInfo; onEnded: () => void }) {
  const { t, language } = useTranslation();
  const end = useEnd(() => endLogin(login.id), onEnded);
  const device = deviceOf(login.user_agent) ?? t('settings.someDevice');
  return (
    <li className="flex flex-wrap items-center gap-3 py-1.5">
      <MonitorSmartphone size={20} className="text-3" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2">
          <b className="cut font-medium" title={login.user_agent ?? ''}>
            {device}
          </b>
          {login.current && <span className="chip chip-ok">{t('settings.thisDevice')}</span>}
        </p>
        <p className="text-fs2 text-3">
          {t('settings.loginSpan', {
            since: fullTime(Date.parse(login.created_at), language),
            until: fullTime(Date.parse(login.expires_at), language),
          })}
        </p>
        {end.isError && (
          <p role="alert" className="text-fs2 text-bad-text">
            {end.error.message}
          </p>
        )}
      </div>
      {!login.current && (
        <button
          type="button"
          className="btn btn-s"
          aria-label={t('settings.endOne', { device })}
          aria-disabled={end.isPending}
          onClick={() => end.isPending || end.mutate()}
        >
          {t('settings.end')}
        </button>
      )}
    </li>
  );
}

function EndOthers({ ids, onEnded }: { ids: readonly string[]; onEnded: () => void }) {
  const { t } = useTranslation();
  const end = useEnd(() => endLogins(ids), onEnded);
  if (ids.length < TOGETHER_FROM && !end.isError) return null;
  return (
    <div className="mt-2 flex flex-wrap items-center justify-end gap-3">
      {end.isError && (
        <p role="alert" className="text-fs2 text-bad-text">
          {end.error.message}
        </p>
      )}
      <button
        type="button"
        className="btn btn-s"
        aria-disabled={end.isPending}
        onClick={() => end.isPending || end.mutate()}
      >
        {t('settings.endOthers')}
      </button>
    </div>
  );
}

function useEnd(end: () => Promise<unknown>, onEnded: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: end,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['logins'] }),
    onSuccess: onEnded,
  });
}
