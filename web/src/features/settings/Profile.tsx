import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { meQuery } from '@/api/session';
import { Face } from '@/components/ui/Face';
import { TextField } from '@/components/ui/Field';
import { PasswordField } from '@/components/ui/PasswordField';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { refused, useChecked } from '@/lib/refused';
import { useSession } from '@/lib/session';
import { changeProfile } from './api';

/** One's own name, and the address one logs in with. */
export function Profile() {
  const { me } = useSession();
  const { t } = useTranslation();
  return (
    <>
      <div className="mb-4 flex items-center gap-3">
        <Face id={me.id} name={me.name} size={40} ground="panel" />
        <div className="min-w-0">
          <p className="cut font-medium">{me.name}</p>
          <p className="text-fs2 text-3">{t(me.role === 'admin' ? 'nav.roleAdmin' : 'nav.roleAgent')}</p>
        </div>
      </div>
      <ProfileForm />
    </>
  );
}

function ProfileForm() {
  const { t } = useTranslation();
  const { me } = useSession();
  const [name, setName] = useState(me.name);
  const [email, setEmail] = useState(me.email);
  const [password, setPassword] = useState('');
  const save = useSave();
  const { form, checked, check, reset } = useChecked(save.error);
  // The address is what one logs in with, so changing it takes the password.
  const moved = email.trim().toLowerCase() !== me.email.toLowerCase();
  const same = name.trim() === me.name && !moved;
  const why = refused(save.error, ['name', 'email', 'current_password'], {
    wrong_password: 'current_password',
    email_taken: 'email',
  });
  const noPassword = moved && password === '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (same || save.isPending) return;
    check();
    if (name.trim() !== '' && !noPassword)
      save.mutate(
        { name: name.trim(), ...(moved && { email: email.trim(), current_password: password }) },
        {
          onSuccess: () => {
            setPassword('');
            reset();
          },
        },
      );
  };
  return (
    <form ref={form} className="grid gap-3" noValidate onSubmit={submit}>
      {why.rest !== null && (
        <Say tone="bad" alert>
          {why.rest}
        </Say>
      )}
      <div className="grid gap-3 pane:grid-cols-2">
        <TextField
          label={t('settings.name')}
          value={name}
          autoComplete="name"
          problem={name.trim() === '' ? t('common.required') : why.of('name')}
          onText={setName}
        />
        <TextField
          label={t('settings.email')}
          type="email"
          value={email}
          autoComplete="username"
          problem={why.of('email')}
          onText={setEmail}
        />
      </div>
      {moved && (
        <PasswordField
          label={t('settings.currentPassword')}
          value={password}
          autoComplete="current-password"
          hint={t('settings.emailHint')}
          problem={checked && noPassword ? t('common.required') : why.of('current_password')}
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

function useSave() {
  const queryClient = useQueryClient();
  const router = useRouter();
  return useMutation({
    mutationFn: changeProfile,
    onSuccess: async () => {
      await queryClient.fetchQuery({ ...meQuery, staleTime: 0 });
      await queryClient.invalidateQueries({ queryKey: ['agents'] });
      await router.invalidate();
    },
  });
}
