import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '@/api/problem';
import type { ChoiceMade, Choosable, LoginChoice } from '@/api/types';
import { Face } from '@/components/ui/Face';
import { Say } from '@/components/ui/Say';
import { Failed } from '@/components/ui/States';
import { useTranslation } from '@/i18n/use-translation';
import { randomId } from '@/lib/id';
import { clock } from '@/lib/time';
import { keepLogin, keptLogin, toConnect, toStep } from '../address';
import { connectChosen, loginChoiceQuery } from '../api';
import { type Go, useManaged } from '../use-wizard';
import { Frame } from './Frame';
import { MOST_CHOSEN, preselected } from './preselected';

type Props = { choice: string; go: Go; onClose: () => void };

/** A login at Meta found several accounts: which of them are connected here. */
export function ChooseStep({ choice, go, onClose }: Props) {
  const { t } = useTranslation();
  const found = useQuery({ ...loginChoiceQuery(choice), retry: false });
  const login = keptLogin();
  const again = useManaged(login?.reconnect ?? null);
  return (
    <Frame title={t('accounts.choose.title')} step="connect" onClose={onClose}>
      {found.isError ? (
        <Failed
          title={t('accounts.choose.failed')}
          text={found.error instanceof ApiError ? found.error.detail : t('common.unreachable')}
          retry={t('accounts.choose.again')}
          onRetry={() =>
            go(login?.reconnect == null ? toConnect(login?.platform ?? 'INSTAGRAM') : { reconnect: login.reconnect })
          }
        />
      ) : found.data === undefined || again === undefined ? (
        <div className="skeleton after-a-while h-40 !rounded-card" />
      ) : (
        <Choosing choice={choice} found={found.data} first={preselected(found.data.accounts, again)} go={go} />
      )}
    </Frame>
  );
}

type ChoosingProps = { choice: string; found: LoginChoice; first: readonly string[]; go: Go };

function Choosing({ choice, found, first, go }: ChoosingProps) {
  const { t, language } = useTranslation();
  const queryClient = useQueryClient();
  const [chosen, setChosen] = useState(new Set(first));
  const connect = useMutation({
    mutationFn: () => connectChosen(choice, [...chosen], randomId()),
    onSuccess: async ({ connected, failed }) => {
      await queryClient.invalidateQueries({
        queryKey: ['accounts'],
        predicate: ({ queryKey }) => queryKey[1] !== 'choice',
      });
      const [only] = connected;
      if (failed.length > 0 || only === undefined) return;
      keepLogin(null);
      go(toStep(only.id, 'checks'));
    },
  });
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const left = chosen.size === 0 ? t('accounts.choose.none') : t('accounts.choose.tooMany', { count: MOST_CHOSEN });
  const possible = chosen.size > 0 && chosen.size <= MOST_CHOSEN;
  return (
    <>
      <p className="text-2">{t('accounts.choose.text', { time: clock(Date.parse(found.expires_at), language) })}</p>
      <fieldset className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2">
        <legend className="sr-only">{t('accounts.choose.title')}</legend>
        {found.accounts.map((account) => (
          <Row
            key={`${account.platform} ${account.id}`}
            account={account}
            on={chosen.has(account.id)}
            onToggle={() => toggle(account.id)}
          />
        ))}
      </fieldset>
      {connect.isError && (
        <Say tone="bad" alert>
          {connect.error instanceof ApiError ? connect.error.detail : t('common.unreachable')}
        </Say>
      )}
      {connect.data !== undefined && connect.data.failed.length > 0 && (
        <Outcome made={connect.data} all={found.accounts} go={go} />
      )}
      <div className="flex flex-wrap items-center justify-end gap-3">
        {!possible && <span className="text-fs2 text-3">{left}</span>}
        <button
          type="button"
          className="btn btn-primary"
          aria-disabled={!possible || connect.isPending}
          onClick={() => possible && !connect.isPending && connect.mutate()}
        >
          {connect.isPending ? t('accounts.busy') : t('accounts.choose.connect', { count: chosen.size })}
        </button>
      </div>
    </>
  );
}

function Row({ account, on, onToggle }: { account: Choosable; on: boolean; onToggle: () => void }) {
  const { t } = useTranslation();
  const name = account.name ?? account.id;
  return (
    <label className="flex cursor-pointer items-center gap-3 rounded-control border border-line px-3 py-2.5 hover:bg-hover has-checked:border-accent has-checked:bg-selected">
      <input type="checkbox" className="size-4 accent-accent" checked={on} onChange={onToggle} />
      <Face id={account.id} name={name} platform={account.platform} size={32} ground="card" />
      <span className="min-w-0 flex-1">
        <span dir="auto" className="cut along block font-medium" title={name}>
          {account.platform === 'INSTAGRAM' ? `@${name}` : name}
        </span>
        <span className="cut block font-mono text-fs2 text-3">{account.id}</span>
      </span>
      {account.connected && <span className="chip">{t('accounts.choose.connected')}</span>}
    </label>
  );
}

/** Some are connected and some are not: which, and why. */
function Outcome({ made, all, go }: { made: ChoiceMade; all: readonly Choosable[]; go: Go }) {
  const { t } = useTranslation();
  const [first] = made.connected;
  return (
    <div role="status" className="grid gap-2">
      {made.failed.map(({ page_id: id, reason }) => (
        <Say key={id} tone="bad">
          <b>{all.find((one) => one.id === id)?.name ?? id}</b> <bdi>{reason}</bdi>
        </Say>
      ))}
      {first !== undefined && (
        <Say tone="ok">
          {t('accounts.choose.some', { names: made.connected.map(({ name }) => name).join(', ') })}{' '}
          <button type="button" className="font-medium underline" onClick={() => go(toStep(first.id, 'checks'))}>
            {t('accounts.wizard.on')}
          </button>
        </Say>
      )}
    </div>
  );
}
