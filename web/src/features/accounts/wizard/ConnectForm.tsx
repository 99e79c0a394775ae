import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import type { Managed } from '@/api/accounts';
import { ApiError } from '@/api/problem';
import type { Platform } from '@/api/types';
import { TextField } from '@/components/ui/Field';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { randomId } from '@/lib/id';
import { useSession } from '@/lib/session';
import { connectAccount, FIELDS, type NewAccount } from '../api';

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

type Props = {
  platform: Platform;
  /** The account that gets a new token; its id is not asked for. */
  again: Managed | null;
  onConnected: (id: string) => void;
  onCancel: () => void;
};

/** Connecting with a token that somebody made at Meta. */
export function ConnectForm({ platform, again, onConnected, onCancel }: Props) {
  const { t } = useTranslation();
  const { config } = useSession();
  const [account, setAccount] = useState<NewAccount>({
    id: again?.externalId ?? '',
    name: again?.name ?? '',
    token: '',
  });
  const [checked, setChecked] = useState(false);
  const connect = useConnect(platform, onConnected);
  const set = (name: keyof NewAccount) => (value: string) => setAccount({ ...account, [name]: value });
  const missing = (name: keyof NewAccount) =>
    checked && account[name].trim() === '' ? t('common.required') : fieldProblem(connect.error, FIELDS[platform][name]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (account.id.trim() === '' || account.token.trim() === '' || connect.isPending) return;
    connect.mutate({ id: account.id.trim(), name: account.name.trim(), token: account.token.trim() });
  };
  return (
    <form onSubmit={submit} noValidate aria-label={t(WORDS[platform].title)} className="grid gap-3">
      <p className="text-fs2 text-2">{t(config.mode === 'mock' ? 'accounts.formHintMock' : 'accounts.formHint')}</p>
      {connect.isError && (
        <Say tone="bad" alert>
          {connect.error instanceof ApiError ? connect.error.detail : t('common.unreachable')}
        </Say>
      )}
      <TextField
        label={t(WORDS[platform].id)}
        value={account.id}
        onText={set('id')}
        problem={missing('id')}
        readOnly={again !== null}
        autoComplete="off"
        spellCheck={false}
      />
      {again === null && (
        <TextField
          label={t(WORDS[platform].name)}
          value={account.name}
          onText={set('name')}
          problem={fieldProblem(connect.error, FIELDS[platform].name)}
          placeholder={t(WORDS[platform].nameHint)}
          autoComplete="off"
          spellCheck={false}
        />
      )}
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
        <button type="button" className="btn btn-ghost" onClick={onCancel}>
          {t('common.cancel')}
        </button>
      </div>
    </form>
  );
}

/** Connects; the same entry sent twice is one attempt, whatever became of the first answer. */
export function useConnect(platform: Platform, onConnected: (id: string) => void) {
  const queryClient = useQueryClient();
  const attempt = useRef({ what: '', key: '' });
  return useMutation({
    mutationFn: (wanted: NewAccount) => {
      const what = JSON.stringify(wanted);
      if (attempt.current.what !== what) attempt.current = { what, key: randomId() };
      return connectAccount(platform, wanted, attempt.current.key);
    },
    onError: (error) => {
      // An answer ends the attempt; only a lost one is asked for again.
      if (error instanceof ApiError) attempt.current = { what: '', key: '' };
    },
    onSuccess: async ({ id }) => {
      await queryClient.invalidateQueries({ queryKey: ['accounts'] });
      onConnected(id);
    },
  });
}

function fieldProblem(error: unknown, name: string): string | null {
  return error instanceof ApiError ? (error.fields.get(name) ?? null) : null;
}
