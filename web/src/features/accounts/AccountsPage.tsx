import { useLocation } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from '@/i18n/use-translation';
import { Manager } from './Manager';

/** Manage Instagram beside Manage Facebook; below 1180 px one under the other. */
export function AccountsPage() {
  const { t } = useTranslation();
  const hash = useLocation({ select: (location) => location.hash });
  useEffect(() => {
    document.title = `${t('nav.accounts')} · ${t('app.name')}`;
  }, [t]);
  useEffect(() => {
    document.getElementById(hash || 'instagram')?.scrollIntoView({ block: 'start' });
  }, [hash]);
  return (
    <main
      id="main"
      aria-label={t('nav.accounts')}
      className="min-h-0 min-w-0 flex-1 overflow-y-auto border-line bg-card max-pane:border-t pane:rounded-card pane:border"
    >
      <div className="mx-auto grid grid-cols-[minmax(0,1fr)] max-w-[1180px] grid-cols-[minmax(0,1fr)] items-start gap-x-6 px-4 pb-8 pane:px-6 desk:grid-cols-2">
        <Manager platform="INSTAGRAM" />
        <Manager platform="FACEBOOK" />
      </div>
    </main>
  );
}
