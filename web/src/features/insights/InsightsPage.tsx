import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChartLine } from 'lucide-react';
import { useState } from 'react';
import { managedQuery } from '@/api/accounts';
import { Choice } from '@/components/ui/Choice';
import { Select } from '@/components/ui/Field';
import { Page } from '@/components/ui/Page';
import { Empty } from '@/components/ui/States';
import { useTranslation } from '@/i18n/use-translation';
import { useSession } from '@/lib/session';
import { AccountInsights } from './AccountInsights';
import { PostInsights } from './PostInsights';

const SCOPES = ['account', 'media', 'story'] as const;

/** What Meta counts: of the account, of its posts, of its stories. */
export function InsightsPage() {
  const { t } = useTranslation();
  const { me } = useSession();
  const [scope, setScope] = useState<(typeof SCOPES)[number]>('account');
  const [chosen, setChosen] = useState<string | null>(null);
  // Agents may not list accounts: they see the figures of the default one.
  const accounts = useQuery({ ...managedQuery('INSTAGRAM'), enabled: me.role === 'admin' });
  const account = chosen ?? accounts.data?.[0]?.externalId ?? null;
  const none = me.role === 'admin' && accounts.data?.length === 0;
  return (
    <Page
      title={t('insights.title')}
      tools={
        <>
          <Choice
            label={t('insights.scopes')}
            value={scope}
            options={SCOPES.map((one) => ({ value: one, text: t(`insights.scope.${one}`) }))}
            onChange={setScope}
          />
          {accounts.data !== undefined && accounts.data.length > 1 && (
            <div className="w-52 max-w-full">
              <Select
                quiet
                label={t('insights.account')}
                value={account ?? ''}
                options={accounts.data.map((one) => ({ value: one.externalId, text: one.name }))}
                onChange={setChosen}
              />
            </div>
          )}
        </>
      }
    >
      {none ? (
        <Empty icon={ChartLine} title={t('insights.none')} text={t('insights.noneHint')}>
          <Link to="/accounts" className="btn">
            {t('bar.manageInstagram')}
          </Link>
        </Empty>
      ) : me.role === 'admin' && account === null ? (
        <div className="skeleton after-a-while h-60 !rounded-card" />
      ) : scope === 'account' ? (
        <AccountInsights key={account} account={account} />
      ) : (
        <PostInsights key={`${scope} ${account}`} scope={scope} account={account} />
      )}
    </Page>
  );
}
