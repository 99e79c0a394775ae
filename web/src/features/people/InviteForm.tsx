import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ApiError } from '@/api/problem';
import type { Invited, User } from '@/api/types';
import { Select, TextField } from '@/components/ui/Field';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { randomId } from '@/lib/id';
import { invite, type NewPerson } from './api';

const ROLES = ['agent', 'admin'] as const;

export function InviteForm({ onInvited }: { onInvited: (person: Invited) => void }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<User['role']>('agent');
  const [checked, setChecked] = useState(false);
  const [key, setKey] = useState(randomId);
  const add = useMutation({
    mutationFn: (person: NewPerson) => invite(key, person),
    // Another try after a refusal is another wish.
    onError: () => setKey(randomId()),
    onSuccess: async (person) => {
      onInvited(person);
      await queryClient.invalidateQueries({ queryKey: ['people'] });
      await queryClient.invalidateQueries({ queryKey: ['agents'] });
    },
  });
  const refused = add.error instanceof ApiError ? add.error.fields : new Map<string, string>();
  const needed = (text: string) => (checked && text.trim() === '' ? t('common.required') : null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (name.trim() === '' || email.trim() === '' || add.isPending) return;
    add.mutate({ name: name.trim(), email: email.trim(), role });
  };
  return (
    <form noValidate className="grid gap-3" onSubmit={submit}>
      <p className="text-2">{t('people.inviteHint')}</p>
      {add.isError && (
        <Say tone="bad" alert>
          {add.error.message}
        </Say>
      )}
      <TextField
        label={t('people.name')}
        value={name}
        autoComplete="off"
        problem={needed(name) ?? refused.get('name') ?? null}
        onText={setName}
      />
      <TextField
        label={t('people.email')}
        type="email"
        value={email}
        autoComplete="off"
        problem={needed(email) ?? refused.get('email') ?? null}
        onText={setEmail}
      />
      <Select
        label={t('people.role')}
        value={role}
        onChange={setRole}
        hint={t(`people.roleHint.${role}`)}
        options={ROLES.map((one) => ({ value: one, text: t(`people.roles.${one}`) }))}
      />
      <button type="submit" className="btn btn-primary mt-1" aria-disabled={add.isPending}>
        {t('people.add')}
      </button>
    </form>
  );
}
