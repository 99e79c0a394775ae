import { type FormEvent, useState } from 'react';
import { TextField } from '@/components/ui/Field';
import { PasswordField } from '@/components/ui/PasswordField';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { refused, useChecked } from '@/lib/refused';
import { tooShort } from './password-rule';

export type NewUser = { readonly name: string; readonly email: string; readonly password: string };

type Props = { action: string; onSend: (user: NewUser) => Promise<void> };

/** Who somebody is and the password they choose: the first admin's, and of those who sign up. */
export function NewUserForm({ action, onSend }: Props) {
  const { t } = useTranslation();
  const [user, setUser] = useState<NewUser>({ name: '', email: '', password: '' });
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { form, checked, check } = useChecked(error);
  const why = refused(error, ['name', 'email', 'password'], { email_taken: 'email' });
  const empty = (field: 'name' | 'email') => user[field].trim() === '';
  const problem = (field: 'name' | 'email') => (checked && empty(field) ? t('common.required') : why.of(field));
  const short = tooShort(user.password);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    check();
    setError(null);
    if (short || empty('name') || empty('email')) return;
    setBusy(true);
    try {
      await onSend({ name: user.name.trim(), email: user.email.trim(), password: user.password });
    } catch (caught) {
      setError(caught);
      setBusy(false);
    }
  };
  return (
    <form ref={form} aria-label={action} className="grid gap-3.5" noValidate onSubmit={(event) => void submit(event)}>
      {why.rest !== null && (
        <Say tone="bad" alert>
          {why.rest}
        </Say>
      )}
      <TextField
        tall
        label={t('login.name')}
        value={user.name}
        autoComplete="name"
        problem={problem('name')}
        onText={(name) => setUser({ ...user, name })}
      />
      <TextField
        tall
        label={t('login.email')}
        type="email"
        value={user.email}
        autoComplete="username"
        problem={problem('email')}
        onText={(email) => setUser({ ...user, email })}
      />
      <PasswordField
        tall
        label={t('login.password')}
        value={user.password}
        autoComplete="new-password"
        hint={t('login.passwordHint')}
        problem={checked && short ? t('login.passwordHint') : why.of('password')}
        onText={(password) => setUser({ ...user, password })}
      />
      <button type="submit" aria-disabled={busy} className="btn btn-primary mt-1 h-[42px] text-fs4">
        {action}
      </button>
    </form>
  );
}
