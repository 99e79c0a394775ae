import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { PasswordField } from '@/components/ui/PasswordField';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { refused, useChecked } from '@/lib/refused';
import { useSession } from '@/lib/session';
import { changePassword } from './api';

/** The server's own rule. */
const SHORTEST = 8;

/** Another password, which ends every other login. */
export function Password() {
  const { t } = useTranslation();
  const { me } = useSession();
  const queryClient = useQueryClient();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const change = useMutation({
    mutationFn: () => changePassword(current, next),
    onSuccess: async () => {
      setCurrent('');
      setNext('');
      reset();
      await queryClient.invalidateQueries({ queryKey: ['logins'] });
    },
  });
  const { form, checked, check, reset } = useChecked(change.error);
  const why = refused(change.error, ['current_password', 'new_password'], { wrong_password: 'current_password' });
  const short = next.length < SHORTEST;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (change.isPending) return;
    check();
    if (current !== '' && !short) change.mutate();
  };
  return (
    <form ref={form} className="grid gap-3" noValidate onSubmit={submit}>
      {why.rest !== null && (
        <Say tone="bad" alert>
          {why.rest}
        </Say>
      )}
      {/* Tells password managers whose password it is. */}
      <input type="text" autoComplete="username" value={me.email} readOnly hidden />
      <div className="grid gap-3 pane:grid-cols-2">
        <PasswordField
          label={t('settings.currentPassword')}
          value={current}
          autoComplete="current-password"
          problem={checked && current === '' ? t('common.required') : why.of('current_password')}
          onText={setCurrent}
        />
        <PasswordField
          label={t('settings.newPassword')}
          value={next}
          autoComplete="new-password"
          hint={t('settings.passwordHint')}
          problem={checked && short ? t('settings.passwordHint') : why.of('new_password')}
          onText={setNext}
        />
      </div>
      <div className="flex flex-wrap items-center justify-end gap-3">
        <span role="status" className="text-fs2 text-ok-text">
          {change.isSuccess && next === '' && t('settings.passwordDone')}
        </span>
        <button type="submit" className="btn" aria-disabled={change.isPending}>
          {t('settings.changePassword')}
        </button>
      </div>
    </form>
  );
}
