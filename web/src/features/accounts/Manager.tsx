import { useQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import { Plug, Plus } from 'lucide-react';
import { useState } from 'react';
import { managedQuery } from '@/api/accounts';
import type { Platform } from '@/api/types';
import { PlatformGlyph } from '@/components/ui/Platform';
import { Say } from '@/components/ui/Say';
import { Empty, Failed } from '@/components/ui/States';
import { useTranslation } from '@/i18n/use-translation';
import { AccountCard } from './AccountCard';
import { toConnect } from './address';
import { SetupSteps } from './SetupSteps';
import type { Go } from './use-wizard';

const WORDS = {
  INSTAGRAM: { title: 'bar.manageInstagram', connect: 'accounts.connectNew', connected: 'accounts.connected' },
  FACEBOOK: { title: 'bar.manageFacebook', connect: 'accounts.connectNewPage', connected: 'accounts.connectedPages' },
} as const;

type Props = { platform: Platform; go: Go; className?: string };

/** Everything about the accounts of one platform: connect, look after, disconnect, and what Meta wants set up. */
export function Manager({ platform, go, className }: Props) {
  const { t } = useTranslation();
  const [gone, setGone] = useState<string | null>(null);
  const words = WORDS[platform];
  const id = platform.toLowerCase();
  return (
    <section
      aria-labelledby={id}
      className={clsx(
        'flex min-h-0 min-w-0 flex-col bg-panel',
        platform === 'FACEBOOK' && 'border-line pane:border-s',
        className,
      )}
    >
      <header className="flex h-[60px] flex-none items-center gap-3 border-b border-line px-4">
        <span
          className={clsx('platform !size-8', platform === 'INSTAGRAM' && '!rounded-[9px]')}
          data-platform={platform}
        >
          <PlatformGlyph platform={platform} size={20} />
        </span>
        <h2 id={id} className="text-fs5">
          {t(words.title)}
        </h2>
      </header>
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,640px)] content-start gap-3 overflow-y-auto px-3 pt-3.5 pb-6 pane:px-4">
        {gone !== null && (
          <div role="status">
            <Say tone="ok">{t('accounts.done', { name: gone })}</Say>
          </div>
        )}
        <button
          id={`connect-${id}`}
          type="button"
          className={clsx(
            'btn w-full',
            platform === 'INSTAGRAM' ? 'btn-primary' : 'border-transparent bg-fb text-on-accent hover:brightness-110',
          )}
          onClick={() => go(toConnect(platform))}
        >
          <Plus size={16} aria-hidden />
          {t(words.connect)}
        </button>
        <h3 className="mt-1 text-fs2 font-medium text-3">{t(words.connected)}</h3>
        <Connected platform={platform} go={go} onGone={setGone} />
        <SetupSteps platform={platform} />
      </div>
    </section>
  );
}

type ConnectedProps = { platform: Platform; go: Go; onGone: (name: string) => void };

function Connected({ platform, go, onGone }: ConnectedProps) {
  const { t } = useTranslation();
  const accounts = useQuery(managedQuery(platform));
  if (accounts.data === undefined) {
    if (!accounts.isError) return <div className="skeleton after-a-while h-40 !rounded-card" />;
    return (
      <Failed
        title={t('accounts.failed')}
        text={t('common.failedHint')}
        retry={t('common.retry')}
        onRetry={() => void accounts.refetch()}
      />
    );
  }
  if (accounts.data.length === 0) {
    return <Empty icon={Plug} title={t('accounts.empty')} text={t('accounts.emptyHint')} />;
  }
  return (
    <ul className="grid grid-cols-[minmax(0,1fr)] gap-3">
      {accounts.data.map((account) => (
        <li key={account.id}>
          <AccountCard account={account} go={go} onGone={() => onGone(account.name)} />
        </li>
      ))}
    </ul>
  );
}
