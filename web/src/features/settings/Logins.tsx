import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { MonitorSmartphone } from 'lucide-react';
import type { LoginInfo } from '@/api/types';
import { More } from '@/components/ui/More';
import { Failed } from '@/components/ui/States';
import { useTranslation } from '@/i18n/use-translation';
import { fullTime } from '@/lib/time';
import { endLogin, loginsQuery } from './api';
import { deviceOf } from './device';

/** Where one is logged in, each of which can be ended. */
export function Logins() {
  const { t } = useTranslation();
  const query = useInfiniteQuery(loginsQuery);
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
  return (
    <>
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-1">
        {query.data.pages
          .flatMap((page) => page.logins)
          .map((login) => (
            <Login key={login.id} login={login} />
          ))}
      </ul>
      <More of={query} />
    </>
  );
}

function Login({ login }: { login: LoginInfo }) {
  const { t, language } = useTranslation();
  const queryClient = useQueryClient();
  const end = useMutation({
    mutationFn: () => endLogin(login.id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['logins'] }),
  });
  const device = deviceOf(login.user_agent);
  return (
    <li className="flex flex-wrap items-center gap-3 py-1.5">
      <MonitorSmartphone size={20} className="text-3" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2">
          <b className="cut font-medium" title={login.user_agent ?? ''}>
            {device ?? t('settings.someDevice')}
          </b>
          {login.current && <span className="chip chip-ok">{t('settings.thisDevice')}</span>}
        </p>
        <p className="cut text-fs2 text-3">
          {t('settings.loginSince', { time: fullTime(Date.parse(login.created_at), language) })}
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
          aria-label={t('settings.endOne', { device: device ?? t('settings.someDevice') })}
          aria-disabled={end.isPending}
          onClick={() => end.isPending || end.mutate()}
        >
          {t('settings.end')}
        </button>
      )}
    </li>
  );
}
