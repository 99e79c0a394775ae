import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { api, read } from '@/api/client';
import { configQuery } from '@/api/session';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { Door } from './Door';
import { type NewUser, NewUserForm } from './NewUserForm';
import { useEnter } from './use-enter';

/** Where the server allows it, somebody becomes an agent by themselves. */
export function SignUpPage() {
  const { t } = useTranslation();
  const config = useQuery(configQuery);
  const enter = useEnter();
  const navigate = useNavigate();
  const send = async (user: NewUser) => {
    await read(api.POST('/api/auth/signup', { body: user }));
    try {
      await read(api.POST('/api/auth/login', { body: { email: user.email, password: user.password } }));
      await enter();
    } catch {
      // They are there now, so signing up again would only be refused.
      await navigate({ to: '/login', replace: true });
    }
  };
  return (
    <Door page={t('login.signUp')} title={t('login.signUpTitle')} sub={t('login.signUpSub')}>
      {config.data?.signup === false ? (
        <Say tone="info">{t('login.noSignUp')}</Say>
      ) : (
        <NewUserForm action={t('login.signUp')} onSend={send} />
      )}
      <p className="mt-4 text-center text-2">
        <Link to="/login" className="text-accent-text underline">
          {t('login.toLogin')}
        </Link>
      </p>
    </Door>
  );
}
