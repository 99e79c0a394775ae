import { Link, useSearch } from '@tanstack/react-router';
import { api, read } from '@/api/client';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { Door } from './Door';
import { type NewUser, NewUserForm } from './NewUserForm';
import { useEnter } from './use-enter';

/** The first admin, by the link that the server printed when it started without people. */
export function SetupPage() {
  const { t } = useTranslation();
  const enter = useEnter();
  const { token }: { token?: unknown } = useSearch({ strict: false });
  const secret = typeof token === 'string' || typeof token === 'number' ? String(token) : '';
  const send = async (user: NewUser) => {
    await read(api.POST('/api/auth/setup', { body: { ...user, token: secret } }));
    // The next thing to do, since nothing can arrive before.
    await enter('/accounts');
  };
  return (
    <Door page={t('login.setup')} title={t('login.setupTitle')} sub={t('login.setupSub')}>
      {secret === '' ? (
        <Say tone="warn">{t('login.noToken')}</Say>
      ) : (
        <NewUserForm action={t('login.setupAction')} onSend={send} />
      )}
      <p className="mt-4 text-center text-2">
        <Link to="/login" className="text-accent-text underline">
          {t('login.toLogin')}
        </Link>
      </p>
    </Door>
  );
}
