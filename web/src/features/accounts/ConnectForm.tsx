import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { ApiError } from '@/api/problem';
import type { Platform } from '@/api/types';
import { TextField } from '@/components/ui/Field';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { useSession } from '@/lib/session';
import { connectAccount, FIELDS, type NewAccount } from './api';

const EMPTY: NewAccount = { id: '', name: '', token: '' };

const WORDS = {
  INSTAGRAM: {
    title: 'accounts.formTitle',
    id: 'accounts.id',
    name: 'accounts.username',
    nameHint: 'accounts.usernameHint',
  },
  FACEBOOK: {
    title: 'accounts.pageFormTitle',
    id: 'accounts.pageId',
    name: 'accounts.pageName',
    nameHint: 'accounts.pageNameHint',
  },
} as const;

export function ConnectForm({ platform, onDone }: { platform: Platform; onDone: () => void }) {
  const { t } = useTranslation();
  const { config } = useSession();
  const queryClient = useQueryClient();
  const first = useRef<HTMLInputElement>(null);
  const [account, setAccount] = useState<NewAccount>(EMPTY);
  const [checked, setChecked] = useState(false);
  const connect = useMutation({
    mutationFn: (wanted: NewAccount) => connectAccount(platform, wanted),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['accounts'] });
      onDone();
    },
  });
  useEffect(() => first.current?.focus(), []);
  const set = (name: keyof NewAccount) => (value: string) => setAccount({ ...account, [name]: value });
  const missing = (name: keyof NewAccount) =>
    checked && account[name].trim() === ''
      ? t('accounts.required')
      : fieldProblem(connect.error, FIELDS[platform][name]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (account.id.trim() === '' || account.token.trim() === '' || connect.isPending) return;
    connect.mutate({ id: account.id.trim(), name: account.name.trim(), token: account.token.trim() });
  };
  return (
    <form
      onSubmit={submit}
      noValidate
      aria-label={t(WORDS[platform].title)}
      className="grid gap-3 rounded-card border border-line bg-panel p-4"
    >
      <h3 className="text-fs4">{t(WORDS[platform].title)}</h3>
      <p className="text-fs2 text-2">{t(config.mode === 'mock' ? 'accounts.formHintMock' : 'accounts.formHint')}</p>
      {connect.isError && (
        <Say tone="bad" alert>
          {connect.error instanceof ApiError ? connect.error.detail : t('common.unreachable')}
        </Say>
      )}
      <TextField
        ref={first}
        label={t(WORDS[platform].id)}
        value={account.id}
        onText={set('id')}
        problem={missing('id')}
        autoComplete="off"
        spellCheck={false}
      />
      <TextField
        label={t(WORDS[platform].name)}
        value={account.name}
        onText={set('name')}
        problem={fieldProblem(connect.error, FIELDS[platform].name)}
        placeholder={t(WORDS[platform].nameHint)}
        autoComplete="off"
        spellCheck={false}
      />
      <TextField
        label={t('accounts.token')}
        value={account.token}
        onText={set('token')}
        problem={missing('token')}
        type="password"
        autoComplete="off"
      />
      <div className="mt-1 flex gap-2">
        <button type="submit" className="btn btn-primary flex-1" aria-disabled={connect.isPending}>
          {t(connect.isPending ? 'accounts.busy' : 'accounts.submit')}
        </button>
        <button type="button" className="btn btn-ghost" onClick={onDone}>
          {t('accounts.cancel')}
        </button>
      </div>
    </form>
  );
}

function fieldProblem(error: unknown, name: string): string | null {
  return error instanceof ApiError ? (error.fields.get(name) ?? null) : null;
}
