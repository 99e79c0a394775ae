import { type FormEvent, useState } from 'react';
import { ApiError } from '@/api/problem';
import { TextField } from '@/components/ui/Field';
import { PasswordField } from '@/components/ui/PasswordField';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';

export type NewUser = { readonly name: string; readonly email: string; readonly password: string };

/** The server's own rule. */
const SHORTEST_PASSWORD = 8;

type Props = { action: string; onSend: (user: NewUser) => Promise<void> };

/** Who somebody is and the password they choose: the first admin's, and of those who sign up. */
export function NewUserForm({ action, onSend }: Props) {
  const { t } = useTranslation();
  const [user, setUser] = useState<NewUser>({ name: '', email: '', password: '' });
  const [checked, setChecked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const refused = error instanceof ApiError ? error.fields : new Map<string, string>();
  const problem = (field: 'name' | 'email') =>
    checked && user[field].trim() === '' ? t('common.required') : (refused.get(field) ?? null);
  const short = user.password.length < SHORTEST_PASSWORD;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (busy || short || user.name.trim() === '' || user.email.trim() === '') return;
    setBusy(true);
    setError(null);
    try {
      await onSend({ name: user.name.trim(), email: user.email.trim(), password: user.password });
    } catch (caught) {
      setError(caught);
      setBusy(false);
    }
  };
  return (
    <form className="grid gap-3.5" noValidate onSubmit={(event) => void submit(event)}>
      {error !== null && (
        <Say tone="bad" alert>
          {error instanceof ApiError ? error.detail : t('common.unreachable')}
        </Say>
      )}
      <TextField
        label={t('login.name')}
        value={user.name}
        autoComplete="name"
        problem={problem('name')}
        onText={(name) => setUser({ ...user, name })}
      />
      <TextField
        label={t('login.email')}
        type="email"
        value={user.email}
        autoComplete="username"
        problem={problem('email')}
        onText={(email) => setUser({ ...user, email })}
      />
      <PasswordField
        label={t('login.password')}
        value={user.password}
        autoComplete="new-password"
        hint={t('login.passwordHint')}
        problem={checked && short ? t('login.passwordHint') : (refused.get('password') ?? null)}
        onText={(password) => setUser({ ...user, password })}
      />
      <button type="submit" aria-disabled={busy} className="btn btn-primary mt-1 h-[42px] text-fs4">
        {action}
      </button>
    </form>
  );
}
