import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type Managed, managedQuery } from '@/api/accounts';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { dateOf } from '@/lib/time';

/** The worst first: what stops sending now, then what will. */
const ORDER = ['reconnect', 'expiring', 'paused'] as const;

/** Tells admins of an account that stops or will stop sending, wherever they are, until somebody has looked after it. */
export function AccountTrouble() {
  const { t, language } = useTranslation();
  const instagram = useQuery(managedQuery('INSTAGRAM'));
  const facebook = useQuery(managedQuery('FACEBOOK'));
  const all = [...(instagram.data ?? []), ...(facebook.data ?? [])];
  const ill = ORDER.flatMap((status) => all.filter((account) => account.status === status));
  const [worst, ...others] = ill;
  if (worst === undefined) return null;
  return (
    <section aria-label={t('trouble.label')} className="mb-2 flex-none max-pane:px-2">
      <Say tone={worst.status === 'reconnect' ? 'bad' : 'warn'}>
        {words(worst)} {others.length > 0 && t('trouble.more', { count: others.length })}{' '}
        <Link to="/accounts" hash={worst.platform.toLowerCase()} className="font-medium underline underline-offset-2">
          {t('trouble.look')}
        </Link>
      </Say>
    </section>
  );

  function words({ name, status, tokenEnds }: Managed): string {
    if (status !== 'expiring') return t(status === 'reconnect' ? 'trouble.reconnect' : 'trouble.paused', { name });
    if (tokenEnds === null) return t('trouble.expiringSoon', { name });
    return t('trouble.expiring', { name, date: dateOf(Date.parse(tokenEnds), language) });
  }
}
