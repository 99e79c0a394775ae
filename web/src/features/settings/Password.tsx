import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ApiError } from '@/api/problem';
import { PasswordField } from '@/components/ui/PasswordField';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { changePassword } from './api';

/** The server's own rule. */
const SHORTEST = 8;

export function Password() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [checked, setChecked] = useState(false);
  const change = useMutation({
    mutationFn: () => changePassword(current, next),
    onSuccess: async () => {
      setCurrent('');
      setNext('');
      setChecked(false);
      await queryClient.invalidateQueries({ queryKey: ['logins'] });
    },
  });
  const refused = change.error instanceof ApiError ? change.error.fields : new Map<string, string>();
  const short = next.length < SHORTEST;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (current !== '' && !short && !change.isPending) change.mutate();
  };
  return (
    <form className="grid gap-3" noValidate onSubmit={submit}>
      {change.isError && (
        <Say tone="bad" alert>
          {change.error.message}
        </Say>
      )}
      <div className="grid gap-3 pane:grid-cols-2">
        <PasswordField
          label={t('settings.currentPassword')}
          value={current}
          autoComplete="current-password"
          problem={checked && current === '' ? t('common.required') : (refused.get('current_password') ?? null)}
          onText={setCurrent}
        />
        <PasswordField
          label={t('settings.newPassword')}
          value={next}
          autoComplete="new-password"
          hint={t('settings.passwordHint')}
          problem={checked && short ? t('settings.passwordHint') : (refused.get('new_password') ?? null)}
          onText={setNext}
        />
      </div>
      <div className="flex items-center justify-end gap-3">
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
