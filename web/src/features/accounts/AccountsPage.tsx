import { useQuery } from '@tanstack/react-query';
import { Plug, Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { PlatformGlyph } from '@/components/ui/Platform';
import { Say } from '@/components/ui/Say';
import { Empty, Failed } from '@/components/ui/States';
import { useTranslation } from '@/i18n/use-translation';
import { AccountCard } from './AccountCard';
import { accountsQuery } from './api';
import { ConnectForm } from './ConnectForm';
import { SetupSteps } from './SetupSteps';

export function AccountsPage() {
  const { t } = useTranslation();
  const [connecting, setConnecting] = useState(false);
  const [gone, setGone] = useState<string | null>(null);
  useEffect(() => {
    document.title = `${t('accounts.title')} · ${t('app.name')}`;
  }, [t]);
  return (
    <main
      id="main"
      aria-label={t('accounts.title')}
      className="min-h-0 min-w-0 flex-1 overflow-y-auto border-line bg-card max-pane:border-t pane:rounded-card pane:border"
    >
      <section aria-labelledby="manage-instagram" className="mx-auto max-w-[1080px] px-4 pb-8 pane:px-6">
        <header className="flex h-16 items-center gap-3">
          <span className="platform !size-8 !rounded-[9px]" data-platform="INSTAGRAM">
            <PlatformGlyph platform="INSTAGRAM" size={20} />
          </span>
          <h2 id="manage-instagram" className="text-fs5">
            {t('bar.manageInstagram')}
          </h2>
        </header>
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 desk:grid-cols-[minmax(0,1fr)_400px]">
          <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
            {gone !== null && (
              <div role="status">
                <Say tone="ok">{t('accounts.done', { name: gone })}</Say>
              </div>
            )}
            {connecting ? (
              <ConnectForm onDone={() => setConnecting(false)} />
            ) : (
              <button type="button" className="btn btn-primary w-full" onClick={() => setConnecting(true)}>
                <Plus size={16} aria-hidden />
                {t('accounts.connectNew')}
              </button>
            )}
            <h3 className="mt-1 text-fs2 font-medium text-3">{t('accounts.connected')}</h3>
            <Connected onGone={setGone} />
          </div>
          <SetupSteps />
        </div>
      </section>
    </main>
  );
}

function Connected({ onGone }: { onGone: (name: string) => void }) {
  const { t } = useTranslation();
  const accounts = useQuery(accountsQuery);
  if (accounts.data === undefined) {
    if (!accounts.isError) return <div className="skeleton after-a-while h-40 !rounded-card" />;
    return (
      <Failed
        title={t('accounts.failed')}
        text={t('inbox.failedHint')}
        retry={t('inbox.retry')}
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
          <AccountCard account={account} onGone={() => onGone(account.username)} />
        </li>
      ))}
    </ul>
  );
}
