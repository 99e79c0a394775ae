import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { type FormEvent, type RefObject, useRef, useState } from 'react';
import { api, read } from '@/api/client';
import { ApiError } from '@/api/problem';
import { configQuery } from '@/api/session';
import { TextField } from '@/components/ui/Field';
import { PasswordField } from '@/components/ui/PasswordField';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { DemoUsers } from './DemoUsers';
import { Door } from './Door';
import { useEnter } from './use-enter';
import { wayBack } from './way-back';

export function LoginPage() {
  const { t } = useTranslation();
  const config = useQuery(configQuery);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const submit = useRef<HTMLButtonElement>(null);
  return (
    <Door page={t('login.page')} title={t('login.title')} sub={t('login.sub')}>
      <LoginForm email={email} password={password} onEmail={setEmail} onPassword={setPassword} submitRef={submit} />
      {config.data?.signup === true && (
        <p className="mt-4 text-center text-2">
          <Link to="/signup" className="text-accent-text underline">
            {t('login.toSignUp')}
          </Link>
        </p>
      )}
      {config.data !== undefined && config.data.demo_users.length > 0 && (
        <DemoUsers
          users={config.data.demo_users}
          onPick={(user) => {
            setEmail(user.email);
            setPassword(user.password);
            submit.current?.focus();
          }}
        />
      )}
    </Door>
  );
}

type FormProps = {
  email: string;
  password: string;
  onEmail: (text: string) => void;
  onPassword: (text: string) => void;
  submitRef: RefObject<HTMLButtonElement | null>;
};

function LoginForm({ email, password, onEmail, onPassword, submitRef }: FormProps) {
  const { t } = useTranslation();
  const { busy, problem, send } = useLogin();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send(email, password);
  };
  return (
    <form onSubmit={submit} aria-label={t('login.page')} className="grid gap-3.5" noValidate>
      {problem !== null && (
        <Say tone="bad" alert>
          {problem}
        </Say>
      )}
      <TextField tall label={t('login.email')} type="email" autoComplete="username" value={email} onText={onEmail} />
      <PasswordField
        tall
        label={t('login.password')}
        value={password}
        autoComplete="current-password"
        onText={onPassword}
      />
      <button ref={submitRef} type="submit" aria-disabled={busy} className="btn btn-primary mt-1 h-[42px] text-fs4">
        {t(busy ? 'login.busy' : 'login.submit')}
      </button>
    </form>
  );
}

function useLogin() {
  const { t } = useTranslation();
  const enter = useEnter();
  const { next } = useSearch({ from: '/login' });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const send = async (email: string, password: string) => {
    if (busy) return;
    if (email.trim() === '' || password === '') {
      setProblem(t('login.missing'));
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      await read(api.POST('/api/auth/login', { body: { email: email.trim(), password } }));
      await enter(wayBack(next));
    } catch (error) {
      setProblem(sayLoginProblem(error));
      setBusy(false);
    }
  };
  const sayLoginProblem = (error: unknown): string => {
    if (!(error instanceof ApiError)) return t('common.unreachable');
    if (error.status === 401) return t('login.wrong');
    return error.status >= 500 ? t('common.unreachable') : error.detail;
  };
  return { busy, problem, send };
}
