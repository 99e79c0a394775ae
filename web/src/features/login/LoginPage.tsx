import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Eye, EyeOff } from 'lucide-react';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { api, read } from '@/api/client';
import { ApiError } from '@/api/problem';
import { configQuery, meQuery } from '@/api/session';
import { Mark } from '@/components/ui/Mark';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { DemoUsers } from './DemoUsers';

export function LoginPage() {
  const { t } = useTranslation();
  const config = useQuery(configQuery);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const submit = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    document.title = `${t('login.page')} · ${t('app.name')}`;
  }, [t]);
  return (
    <div className="grid min-h-dvh grid-rows-[1fr_auto]">
      <main className="grid place-items-center px-4 py-8">
        <div className="w-full max-w-[372px]">
          <div className="mb-5">
            <Mark size={52} />
          </div>
          <h1 className="text-[24px] leading-[30px] tracking-tight">{t('login.title')}</h1>
          <p className="mt-1 mb-6 text-fs4 text-2">{t('login.sub')}</p>
          <LoginForm email={email} password={password} onEmail={setEmail} onPassword={setPassword} submitRef={submit} />
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
        </div>
      </main>
      <footer className="flex flex-wrap items-center justify-center gap-x-5 gap-y-1 p-4 text-fs2 text-3">
        {!config.isPending && (
          <span className="flex items-center gap-[7px]">
            <span className={`size-2 rounded-full ${config.isError ? 'bg-bad' : 'bg-ok'}`} />
            {t(config.isError ? 'login.notReady' : 'login.ready')}
          </span>
        )}
        {typeof config.data?.simulator_url === 'string' && (
          <a href={config.data.simulator_url} target="_blank" rel="noreferrer" className="hover:underline">
            {t('login.simulator')}
          </a>
        )}
        <a href="/openapi.json" className="hover:underline">
          {t('login.docs')}
        </a>
      </footer>
    </div>
  );
}

type FormProps = {
  email: string;
  password: string;
  onEmail: (text: string) => void;
  onPassword: (text: string) => void;
  submitRef: React.RefObject<HTMLButtonElement | null>;
};

function LoginForm({ email, password, onEmail, onPassword, submitRef }: FormProps) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  const { busy, problem, send } = useLogin();
  const emailId = useId();
  const passwordId = useId();
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
      <div>
        <label htmlFor={emailId} className="mb-1 block text-fs2 font-medium text-2">
          {t('login.email')}
        </label>
        <div className="field h-[42px] text-fs4">
          <input
            id={emailId}
            type="email"
            autoComplete="username"
            value={email}
            onChange={(event) => onEmail(event.target.value)}
          />
        </div>
      </div>
      <div>
        <label htmlFor={passwordId} className="mb-1 block text-fs2 font-medium text-2">
          {t('login.password')}
        </label>
        <div className="field h-[42px] text-fs4">
          <input
            id={passwordId}
            type={shown ? 'text' : 'password'}
            autoComplete="current-password"
            value={password}
            onChange={(event) => onPassword(event.target.value)}
          />
          <button
            type="button"
            className="-me-1.5 grid size-8 place-items-center rounded-row text-2 hover:bg-hover"
            aria-label={t(shown ? 'login.hide' : 'login.show')}
            onClick={() => setShown(!shown)}
          >
            {shown ? <EyeOff size={16} aria-hidden /> : <Eye size={16} aria-hidden />}
          </button>
        </div>
      </div>
      <button ref={submitRef} type="submit" aria-disabled={busy} className="btn btn-primary mt-1 h-[42px] text-fs4">
        {t(busy ? 'login.busy' : 'login.submit')}
      </button>
    </form>
  );
}

function useLogin() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
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
      // The answer also holds a token for programs; the browser has its cookie and forgets it.
      const { user } = await read(api.POST('/api/auth/login', { body: { email: email.trim(), password } }));
      queryClient.setQueryData(meQuery.queryKey, user);
      await navigate({ to: '/inbox' });
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
