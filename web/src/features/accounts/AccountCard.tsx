import clsx from 'clsx';
import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import type { Managed } from '@/api/accounts';
import { Face } from '@/components/ui/Face';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { useNow } from '@/lib/now';
import { relative } from '@/lib/relative';
import { AccountFacts } from './AccountFacts';
import { Disconnect } from './Disconnect';
import { HealthChecks } from './HealthChecks';
import { History } from './History';
import { Sending } from './Sending';
import type { Go } from './use-wizard';

const TONES = { active: 'chip-ok', expiring: 'chip-warn', reconnect: 'chip-bad', paused: 'chip-warn' } as const;

type Props = { account: Managed; go: Go; onGone: () => void };

/** One connected account: how it is, and everything that can be done about it. */
export function AccountCard({ account, go, onGone }: Props) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const [shown, setShown] = useState<'health' | 'history' | null>(null);
  const toggle = (what: 'health' | 'history') => setShown(shown === what ? null : what);
  const status = useStatus(account);
  const urgent = account.status === 'reconnect' || account.status === 'expiring';
  return (
    <article
      aria-label={`${account.name}: ${status}`}
      className="grid grid-cols-[minmax(0,1fr)] gap-2.5 rounded-card border border-line bg-card p-3.5"
    >
      <header className="flex items-center gap-3">
        <Face id={account.externalId} name={account.name.replace(/^@/, '')} platform={account.platform} ground="card" />
        <div className="min-w-0 flex-1">
          <h4 className="cut text-fs4" title={account.name}>
            <bdi>{account.name}</bdi>
          </h4>
          <p className="cut font-mono text-fs2 text-3">{account.externalId}</p>
        </div>
        <span className={clsx('chip', TONES[account.status])}>{status}</span>
      </header>
      {account.reason !== null && <Say tone={account.status === 'reconnect' ? 'bad' : 'warn'}>{account.reason}</Say>}
      <AccountFacts account={account} />
      {account.platform === 'FACEBOOK' && <Sending account={account} />}
      <footer className={clsx('flex flex-wrap gap-x-0.5 gap-y-1.5', !urgent && '-ms-2')}>
        <button
          type="button"
          className={clsx('btn btn-s', !urgent && 'btn-ghost')}
          onClick={() => go({ reconnect: account.id })}
        >
          {urgent && <RefreshCw size={14} aria-hidden />}
          {t('accounts.reconnectNow')}
        </button>
        <Toggle on={shown === 'health'} text={t('accounts.health')} onToggle={() => toggle('health')} />
        <Toggle on={shown === 'history'} text={t('accounts.history')} onToggle={() => toggle('history')} />
        <button type="button" className="btn btn-s btn-ghost btn-bad ms-auto" onClick={() => setAsking(true)}>
          {t('accounts.disconnect')}
        </button>
      </footer>
      {shown === 'health' && <HealthChecks id={account.id} />}
      {shown === 'history' && <History id={account.id} />}
      <Disconnect account={account} open={asking} onClose={() => setAsking(false)} onGone={onGone} />
    </article>
  );
}

function useStatus({ status, tokenEnds }: Managed): string {
  const { t, language } = useTranslation();
  const now = useNow();
  if (status !== 'expiring' || tokenEnds === null) return t(`accounts.status.${status}`);
  return t('accounts.expiresIn', { when: relative(Date.parse(tokenEnds), now, language) });
}

function Toggle({ on, text, onToggle }: { on: boolean; text: string; onToggle: () => void }) {
  return (
    <button type="button" className="btn btn-s btn-ghost" aria-expanded={on} onClick={onToggle}>
      {text}
    </button>
  );
}
