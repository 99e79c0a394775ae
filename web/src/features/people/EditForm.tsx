import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ApiError } from '@/api/problem';
import type { User } from '@/api/types';
import { Dialog } from '@/components/ui/Dialog';
import { TextField } from '@/components/ui/Field';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { changePerson } from './api';
import { useReadAgain } from './use-read-again';

/** Name and address of somebody, for typing errors and new surnames. */
export function EditForm({ person, onClose }: { person: User; onClose: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState(person.name);
  const [email, setEmail] = useState(person.email);
  const readAgain = useReadAgain();
  const save = useMutation({
    mutationFn: () => changePerson(person.id, { name: name.trim(), email: email.trim() }),
    onSuccess: async () => {
      onClose();
      await readAgain();
    },
  });
  const refused = save.error instanceof ApiError ? save.error.fields : new Map<string, string>();
  const needed = (text: string) => (text.trim() === '' ? t('common.required') : null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '' && email.trim() !== '' && !save.isPending) save.mutate();
  };
  return (
    <Dialog open onClose={onClose} title={t('people.editTitle', { name: person.name })} closeLabel={t('common.close')}>
      <form noValidate className="grid gap-3" onSubmit={submit}>
        {save.isError && refused.size === 0 && (
          <Say tone="bad" alert>
            {save.error instanceof ApiError ? save.error.detail : t('common.unreachable')}
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
          hint={t('people.emailHint')}
          problem={needed(email) ?? refused.get('email') ?? null}
          onText={setEmail}
        />
        <button type="submit" className="btn btn-primary mt-1" aria-disabled={save.isPending}>
          {t('people.save')}
        </button>
      </form>
    </Dialog>
  );
}
