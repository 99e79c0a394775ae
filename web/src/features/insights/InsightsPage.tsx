import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChartLine } from 'lucide-react';
import { managedQuery } from '@/api/accounts';
import { Choice } from '@/components/ui/Choice';
import { Select } from '@/components/ui/Field';
import { Page } from '@/components/ui/Page';
import { Empty, Failed } from '@/components/ui/States';
import { useTranslation } from '@/i18n/use-translation';
import { useSession } from '@/lib/session';
import { AccountInsights } from './AccountInsights';
import { PostInsights } from './PostInsights';
import { SCOPES } from './place';
import { usePlace } from './use-place';

/** What Meta counts: of the account, of its posts, of its stories. */
export function InsightsPage() {
  const { t } = useTranslation();
  const { me } = useSession();
  const { place, go } = usePlace();
  const { scope } = place;
  // Agents may not list accounts: they see the figures of the default one.
  const admin = me.role === 'admin';
  const accounts = useQuery({ ...managedQuery('INSTAGRAM'), enabled: admin });
  const account = place.account ?? accounts.data?.[0]?.externalId ?? null;
  if (admin && account === null) return <WithoutAccount />;
  const lead = (
    <>
      <Choice
        label={t('insights.scopes')}
        value={scope}
        options={SCOPES.map((one) => ({ value: one, text: t(`insights.scope.${one}`) }))}
        onChange={(next) => go({ scope: next, metric: null, post: null })}
      />
      {accounts.data !== undefined && accounts.data.length > 1 && (
        <div className="w-48 max-w-full">
          <Select
            quiet
            label={t('insights.account')}
            value={account ?? ''}
            options={accounts.data.map((one) => ({ value: one.externalId, text: one.name }))}
            onChange={(next) => go({ account: next, post: null })}
          />
        </div>
      )}
    </>
  );
  return scope === 'account' ? (
    <AccountInsights key={account} {...{ account, place, go, lead }} />
  ) : (
    <PostInsights key={`${scope} ${account}`} {...{ scope, account, place, go, lead }} />
  );
}

/** An admin's accounts are not known yet, could not be read, or there is none. */
function WithoutAccount() {
  const { t } = useTranslation();
  const { data, isError, error, refetch } = useQuery(managedQuery('INSTAGRAM'));
  return (
    <Page title={t('insights.title')}>
      {data !== undefined ? (
        <Empty icon={ChartLine} title={t('insights.none')} text={t('insights.noneHint')}>
          <Link to="/accounts" className="btn">
            {t('bar.manageInstagram')}
          </Link>
        </Empty>
      ) : isError ? (
        <Failed
          title={t('insights.failed')}
          text={error.message}
          retry={t('common.retry')}
          onRetry={() => void refetch()}
        />
      ) : (
        <div className="skeleton after-a-while h-60 !rounded-card" aria-hidden="true" />
      )}
    </Page>
  );
}
