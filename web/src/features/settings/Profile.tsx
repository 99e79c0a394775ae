import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { ApiError } from '@/api/problem';
import { meQuery } from '@/api/session';
import { TextField } from '@/components/ui/Field';
import { PasswordField } from '@/components/ui/PasswordField';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { useSession } from '@/lib/session';
import { changeProfile } from './api';

export function Profile() {
  const { t } = useTranslation();
  const { me } = useSession();
  const queryClient = useQueryClient();
  const router = useRouter();
  const [name, setName] = useState(me.name);
  const [email, setEmail] = useState(me.email);
  const [password, setPassword] = useState('');
  // The address is what one logs in with, so changing it takes the password.
  const moved = email.trim().toLowerCase() !== me.email.toLowerCase();
  const save = useMutation({
    mutationFn: () =>
      changeProfile({
        name: name.trim(),
        ...(moved && { email: email.trim(), current_password: password }),
      }),
    onSuccess: async () => {
      setPassword('');
      await queryClient.fetchQuery({ ...meQuery, staleTime: 0 });
      await queryClient.invalidateQueries({ queryKey: ['agents'] });
      await router.invalidate();
    },
  });
  const refused = save.error instanceof ApiError ? save.error.fields : new Map<string, string>();
  const same = name.trim() === me.name && !moved;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!same && name.trim() !== '' && !save.isPending) save.mutate();
  };
  return (
    <form className="grid gap-3" noValidate onSubmit={submit}>
      {save.isError && (
        <Say tone="bad" alert>
          {save.error.message}
        </Say>
      )}
      <div className="grid gap-3 pane:grid-cols-2">
        <TextField
          label={t('settings.name')}
          value={name}
          autoComplete="name"
          problem={name.trim() === '' ? t('common.required') : (refused.get('name') ?? null)}
          onText={setName}
        />
        <TextField
          label={t('settings.email')}
          type="email"
          value={email}
          autoComplete="email"
          problem={refused.get('email') ?? null}
          onText={setEmail}
        />
      </div>
      {moved && (
        <PasswordField
          label={t('settings.currentPassword')}
          value={password}
          autoComplete="current-password"
          hint={t('settings.emailHint')}
          problem={refused.get('current_password') ?? null}
          onText={setPassword}
        />
      )}
      <div className="flex items-center justify-end gap-3">
        <span role="status" className="text-fs2 text-ok-text">
          {save.isSuccess && same && t('common.saved')}
        </span>
        <button type="submit" className="btn" aria-disabled={same || save.isPending}>
          {t('common.save')}
        </button>
      </div>
    </form>
  );
}
