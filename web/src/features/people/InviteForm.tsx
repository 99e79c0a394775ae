import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ApiError } from '@/api/problem';
import type { Invited, User } from '@/api/types';
import { Select, TextField } from '@/components/ui/Field';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { randomId } from '@/lib/id';
import { invite, type NewPerson } from './api';
import { useReadAgain } from './use-read-again';

const ROLES = ['agent', 'admin'] as const;

export function InviteForm({ onInvited }: { onInvited: (person: Invited) => void }) {
  const { t } = useTranslation();
  const readAgain = useReadAgain();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<User['role']>('agent');
  const [checked, setChecked] = useState(false);
  const [key, setKey] = useState(randomId);
  const add = useMutation({
    mutationFn: (person: NewPerson) => invite(key, person),
    // Another try after a refusal is another wish; where only the answer was lost, it must not add somebody twice.
    onError: (problem) => problem instanceof ApiError && setKey(randomId()),
    onSuccess: async (person) => {
      onInvited(person);
      await readAgain();
    },
  });
  const written = (set: (text: string) => void) => (text: string) => {
    set(text);
    setKey(randomId());
  };
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
      {add.isError && refused.size === 0 && (
        <Say tone="bad" alert>
          {add.error instanceof ApiError ? add.error.detail : t('common.unreachable')}
        </Say>
      )}
      <TextField
        label={t('people.name')}
        value={name}
        autoComplete="off"
        problem={needed(name) ?? refused.get('name') ?? null}
        onText={written(setName)}
      />
      <TextField
        label={t('people.email')}
        type="email"
        value={email}
        autoComplete="off"
        problem={needed(email) ?? refused.get('email') ?? null}
        onText={written(setEmail)}
      />
      <Select
        label={t('people.role')}
        value={role}
        onChange={(next) => {
          setRole(next);
          setKey(randomId());
        }}
        hint={t(`people.roleHint.${role}`)}
        options={ROLES.map((one) => ({ value: one, text: t(`people.roles.${one}`) }))}
      />
      <button type="submit" className="btn btn-primary mt-1" aria-disabled={add.isPending}>
        {t('people.add')}
      </button>
    </form>
  );
}
