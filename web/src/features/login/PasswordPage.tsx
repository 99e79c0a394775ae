import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { api, read } from '@/api/client';
import { ApiError } from '@/api/problem';
import { meQuery } from '@/api/session';
import { PasswordField } from '@/components/ui/PasswordField';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { Door } from './Door';

const SHORTEST_PASSWORD = 8;

/** After a login with a password for one time: a password of one's own, before anything else. */
export function PasswordPage() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [password, setPassword] = useState('');
  const [checked, setChecked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const short = password.length < SHORTEST_PASSWORD;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (busy || short) return;
    setBusy(true);
    setError(null);
    try {
      await read(api.POST('/api/auth/change-password', { body: { new_password: password } }));
      await queryClient.fetchQuery({ ...meQuery, staleTime: 0 });
      await navigate({ to: '/inbox' });
    } catch (caught) {
      setError(caught);
      setBusy(false);
    }
  };
  return (
    <Door page={t('login.choose')} title={t('login.choose')} sub={t('login.chooseSub')}>
      <form className="grid gap-3.5" noValidate onSubmit={(event) => void submit(event)}>
        {error !== null && (
          <Say tone="bad" alert>
            {error instanceof ApiError ? error.detail : t('common.unreachable')}
          </Say>
        )}
        <PasswordField
          tall
          label={t('login.newPassword')}
          value={password}
          autoComplete="new-password"
          hint={t('login.passwordHint')}
          problem={checked && short ? t('login.passwordHint') : null}
          onText={setPassword}
        />
        <button type="submit" aria-disabled={busy} className="btn btn-primary mt-1 h-[42px] text-fs4">
          {t('login.chooseAction')}
        </button>
      </form>
    </Door>
  );
}
