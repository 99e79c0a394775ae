import { useMutation, useQueryClient } from '@tanstack/react-query';
import clsx from 'clsx';
import { type ReactNode, useState } from 'react';
import type { Managed } from '@/api/accounts';
import { Dialog } from '@/components/ui/Dialog';
import { Face } from '@/components/ui/Face';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { dateOf, fullTime } from '@/lib/time';
import { disconnectAccount } from './api';
import { HealthChecks } from './HealthChecks';
import { History } from './History';

const TONES = { active: 'chip-ok', expiring: 'chip-warn', reconnect: 'chip-bad', paused: '' } as const;

export function AccountCard({ account, onGone }: { account: Managed; onGone: () => void }) {
  const { t, language } = useTranslation();
  const [asking, setAsking] = useState(false);
  const [shown, setShown] = useState<'health' | 'history' | null>(null);
  const toggle = (what: 'health' | 'history') => setShown(shown === what ? null : what);
  const time = (at: string | null, none: string) => (at === null ? none : fullTime(Date.parse(at), language));
  const status = t(`accounts.${account.status}`);
  return (
    <article
      aria-label={`${account.name}: ${status}`}
      className="grid grid-cols-[minmax(0,1fr)] gap-2.5 rounded-card border border-line bg-panel p-3.5"
    >
      <header className="flex items-center gap-3">
        <Face id={account.externalId} name={account.name.replace(/^@/, '')} platform={account.platform} />
        <div className="min-w-0 flex-1">
          <h4 className="cut text-fs4">{account.name}</h4>
          <p className="cut font-mono text-fs2 text-3">{account.externalId}</p>
        </div>
        <span className={clsx('chip', TONES[account.status])}>{status}</span>
      </header>
      {account.reason !== null && <Say tone={account.status === 'reconnect' ? 'bad' : 'warn'}>{account.reason}</Say>}
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-[5px] border-t border-line pt-2.5 text-fs2 leading-[18px]">
        <Row name={t('accounts.tokenRow')}>
          {account.tokenEnds === null
            ? t('accounts.noEnd')
            : t('accounts.ends', { date: dateOf(Date.parse(account.tokenEnds), language) })}
        </Row>
        <Row name={t('accounts.lastDelivery')}>{time(account.lastDelivery, t('accounts.none'))}</Row>
        {account.pageId !== null && <Row name={t('accounts.pageRow')}>{account.pageId}</Row>}
        <Row name={t('accounts.since')}>{dateOf(Date.parse(account.connectedAt), language)}</Row>
      </dl>
      <footer className="flex justify-end gap-2">
        <button
          type="button"
          className="btn btn-s btn-ghost"
          aria-expanded={shown === 'history'}
          onClick={() => toggle('history')}
        >
          {t('accounts.history')}
        </button>
        <button
          type="button"
          className="btn btn-s btn-ghost"
          aria-expanded={shown === 'health'}
          onClick={() => toggle('health')}
        >
          {t('accounts.health')}
        </button>
        <button type="button" className="btn btn-s btn-ghost btn-bad" onClick={() => setAsking(true)}>
          {t('accounts.disconnect')}
        </button>
      </footer>
      {shown === 'health' && <HealthChecks id={account.id} />}
      {shown === 'history' && <History id={account.id} />}
      <Disconnect account={account} open={asking} onClose={() => setAsking(false)} onGone={onGone} />
    </article>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-3">{name}</dt>
      <dd className="cut text-end text-2">{children}</dd>
    </>
  );
}

type DisconnectProps = { account: Managed; open: boolean; onClose: () => void; onGone: () => void };

function Disconnect({ account, open, onClose, onGone }: DisconnectProps) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const disconnect = useMutation({
    mutationFn: () => disconnectAccount(account),
    onSuccess: async () => {
      onClose();
      onGone();
      await queryClient.invalidateQueries({ queryKey: ['accounts'] });
    },
  });
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('accounts.disconnectTitle', { name: account.name })}
      closeLabel={t('common.close')}
    >
      <p className="mb-4 text-2">{t('accounts.disconnectText')}</p>
      {disconnect.isError && (
        <div className="mb-3">
          <Say tone="bad" alert>
            {disconnect.error.message}
          </Say>
        </div>
      )}
      <div className="flex justify-end gap-2">
        <button type="button" className="btn btn-ghost" onClick={onClose}>
          {t('accounts.keep')}
        </button>
        <button
          type="button"
          className="btn btn-badfill"
          aria-disabled={disconnect.isPending}
          onClick={() => disconnect.mutate()}
        >
          {t('accounts.disconnect')}
        </button>
      </div>
    </Dialog>
  );
}
