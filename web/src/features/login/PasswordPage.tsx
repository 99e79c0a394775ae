import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { api, read } from '@/api/client';
import { ApiError } from '@/api/problem';
import { meQuery } from '@/api/session';
import { useLogout } from '@/api/use-logout';
import { PasswordField } from '@/components/ui/PasswordField';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { refused, useChecked } from '@/lib/refused';
import { Door } from './Door';
import { tooShort } from './password-rule';
import { useEnter } from './use-enter';

/** After a login with a password for one time: a password of one's own, before anything else. */
export function PasswordPage() {
  const { t } = useTranslation();
  const [password, setPassword] = useState('');
  const { busy, error, send } = useChoose();
  const { form, checked, check } = useChecked(error);
  const why = refused(error, ['new_password']);
  const short = tooShort(password);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    check();
    if (!busy && !short) void send(password);
  };
  return (
    <Door page={t('login.choose')} title={t('login.choose')} sub={t('login.chooseSub')}>
      <form ref={form} aria-label={t('login.choose')} className="grid gap-3.5" noValidate onSubmit={submit}>
        {why.rest !== null && (
          <Say tone="bad" alert>
            {why.rest}
          </Say>
        )}
        <WhosePassword />
        <PasswordField
          tall
          label={t('login.newPassword')}
          value={password}
          autoComplete="new-password"
          hint={t('login.passwordHint')}
          problem={checked && short ? t('login.passwordHint') : why.of('new_password')}
          onText={setPassword}
        />
        <button type="submit" aria-disabled={busy} className="btn btn-primary mt-1 h-[42px] text-fs4">
          {t('login.chooseAction')}
        </button>
      </form>
      <Elsewhere />
    </Door>
  );
}

function useChoose() {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const enter = useEnter();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const send = async (password: string) => {
    setBusy(true);
    setError(null);
    try {
      await read(api.POST('/api/auth/change-password', { body: { new_password: password } }));
      await enter();
    } catch (caught) {
      if (caught instanceof ApiError && caught.status === 401) {
        // The login has ended meanwhile, and the password of one time with it.
        queryClient.setQueryData(meQuery.queryKey, null);
        await navigate({ to: '/login' });
        return;
      }
      setError(caught);
      setBusy(false);
    }
  };
  return { busy, error, send };
}

/** Tells password managers whose password it is. */
function WhosePassword() {
  const email = useQueryClient().getQueryData(meQuery.queryKey)?.email ?? '';
  return <input type="text" autoComplete="username" value={email} readOnly hidden />;
}

function Elsewhere() {
  const { t } = useTranslation();
  const logout = useLogout();
  return (
    <p className="mt-4 text-center text-2">
      <button type="button" className="text-accent-text underline" onClick={logout}>
        {t('login.somebodyElse')}
      </button>
    </p>
  );
}
