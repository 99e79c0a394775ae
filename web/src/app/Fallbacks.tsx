import { Link, useRouter } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { Empty, Failed } from '@/components/ui/States';
import { useTranslation } from '@/i18n/use-translation';

export function NotFound() {
  const { t } = useTranslation();
  return (
    <main className="grid min-h-dvh">
      <Empty icon={Compass} title={t('app.notFound')} text={t('app.notFoundHint')}>
        <Link to="/inbox" className="btn">
          {t('app.toInbox')}
        </Link>
      </Empty>
    </main>
  );
}

export function Crashed() {
  const { t } = useTranslation();
  const router = useRouter();
  return (
    <main className="grid min-h-dvh">
      <Failed
        title={t('app.crashed')}
        text={t('app.crashedHint')}
        retry={t('app.reload')}
        onRetry={() => void router.invalidate()}
      />
    </main>
  );
}
