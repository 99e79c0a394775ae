import { Link, useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from '@/i18n/use-translation';

// Part of what loads first, so that a screen that could not be fetched can still be told about: no icons, no other parts.

export function NotFound() {
  const { t } = useTranslation();
  return (
    <Sheet title={t('app.notFound')} text={t('app.notFoundHint')}>
      <Link to="/inbox" className="btn">
        {t('app.toInbox')}
      </Link>
    </Sheet>
  );
}

export function Crashed() {
  const { t } = useTranslation();
  const router = useRouter();
  return (
    <Sheet title={t('app.crashed')} text={t('app.crashedHint')} alert>
      <button type="button" className="btn" onClick={() => void router.invalidate()}>
        {t('app.reload')}
      </button>
    </Sheet>
  );
}

type Props = { title: string; text: string; alert?: boolean; children: ReactNode };

function Sheet({ title, text, alert = false, children }: Props) {
  return (
    <main className="grid min-h-dvh place-items-center">
      <div role={alert ? 'alert' : undefined} className="grid max-w-80 justify-items-center gap-1.5 px-4 text-center">
        <h1 className="text-fs4">{title}</h1>
        <p className="mb-3 text-2">{text}</p>
        {children}
      </div>
    </main>
  );
}
