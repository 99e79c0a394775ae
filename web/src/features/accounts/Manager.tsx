import { useQuery } from '@tanstack/react-query';
import { Plug, Plus } from 'lucide-react';
import { useState } from 'react';
import { managedQuery } from '@/api/accounts';
import type { Platform } from '@/api/types';
import { PlatformGlyph } from '@/components/ui/Platform';
import { Say } from '@/components/ui/Say';
import { Empty, Failed } from '@/components/ui/States';
import { useTranslation } from '@/i18n/use-translation';
import { AccountCard } from './AccountCard';
import { ConnectForm } from './ConnectForm';
import { SetupSteps } from './SetupSteps';

const WORDS = {
  INSTAGRAM: { title: 'bar.manageInstagram', connect: 'accounts.connectNew' },
  FACEBOOK: { title: 'bar.manageFacebook', connect: 'accounts.connectNewPage' },
} as const;

/** Everything about the accounts of one platform: connect, look after, disconnect, and what Meta wants set up. */
export function Manager({ platform }: { platform: Platform }) {
  const { t } = useTranslation();
  const [connecting, setConnecting] = useState(false);
  const [gone, setGone] = useState<string | null>(null);
  const id = platform.toLowerCase();
  return (
    <section aria-labelledby={id} className="grid grid-cols-[minmax(0,1fr)] gap-3 max-desk:mb-4">
      <header className="flex h-16 items-center gap-3">
        <span className="platform !size-8 !rounded-[9px]" data-platform={platform}>
          <PlatformGlyph platform={platform} size={20} />
        </span>
        <h2 id={id} className="scroll-mt-4 text-fs5">
          {t(WORDS[platform].title)}
        </h2>
      </header>
      {gone !== null && (
        <div role="status">
          <Say tone="ok">{t('accounts.done', { name: gone })}</Say>
        </div>
      )}
      {connecting ? (
        <ConnectForm platform={platform} onDone={() => setConnecting(false)} />
      ) : (
        <button type="button" className="btn btn-primary w-full" onClick={() => setConnecting(true)}>
          <Plus size={16} aria-hidden />
          {t(WORDS[platform].connect)}
        </button>
      )}
      <h3 className="mt-1 text-fs2 font-medium text-3">{t('accounts.connected')}</h3>
      <Connected platform={platform} onGone={setGone} />
      <SetupSteps platform={platform} />
    </section>
  );
}

function Connected({ platform, onGone }: { platform: Platform; onGone: (name: string) => void }) {
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
          <AccountCard account={account} onGone={() => onGone(account.name)} />
        </li>
      ))}
    </ul>
  );
}
