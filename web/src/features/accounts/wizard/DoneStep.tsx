import { Link } from '@tanstack/react-router';
import type { Managed } from '@/api/accounts';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { AccountFacts } from '../AccountFacts';
import { History } from '../History';

/** How the account stands now, and what goes on by itself. */
export function DoneStep({ account }: { account: Managed }) {
  const { t } = useTranslation();
  const well = account.status === 'active';
  return (
    <>
      <div role="status">
        <Say tone={well ? 'ok' : account.status === 'reconnect' ? 'bad' : 'warn'}>
          <b>{t(`accounts.status.${account.status}`)}</b>
          {'. '}
          <bdi>
            {account.reason ??
              t(account.lastDelivery === null ? 'accounts.doneStep.silent' : 'accounts.doneStep.works')}
          </bdi>
        </Say>
      </div>
      <AccountFacts account={account} />
      <section aria-labelledby="done-history" className="grid gap-2">
        <h3 id="done-history">{t('accounts.history')}</h3>
        <p className="text-fs2 text-2">{t('accounts.doneStep.history')}</p>
        <History id={account.id} />
      </section>
      <p className="text-fs2 text-2">{t('accounts.doneStep.later')}</p>
      <Link to="/inbox" className="btn justify-self-start">
        {t('app.toInbox')}
      </Link>
    </>
  );
}
