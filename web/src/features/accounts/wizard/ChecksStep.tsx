import type { UseQueryResult } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import type { Managed } from '@/api/accounts';
import type { Health } from '@/api/types';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { platformName } from '@/lib/names';
import { useNow } from '@/lib/now';
import { relative } from '@/lib/relative';
import { useSession } from '@/lib/session';
import { type Item, itemsOf } from '../checks';
import { useRepair } from '../use-repair';
import type { Go } from '../use-wizard';
import { CheckRow } from './CheckRow';

type Props = { account: Managed; health: UseQueryResult<Health>; go: Go };

/** Is it ready? Checks run by themselves; what is not well opens and says what to do. */
export function ChecksStep({ account, health, go }: Props) {
  const { t } = useTranslation();
  const { config } = useSession();
  return (
    <>
      <p className="text-2">{t('accounts.wizard.checksText', { where: platformName(account.platform) })}</p>
      {health.isError && (
        <Say tone="bad" alert>
          {health.error.message}
        </Say>
      )}
      <ul aria-live="polite" className="-mx-2 grid gap-0.5">
        {itemsOf({ account, health: health.data, config }).map((item) => (
          <Row key={item.name} item={item} account={account} health={health.data} go={go} />
        ))}
      </ul>
      <button
        type="button"
        className="btn btn-s justify-self-start"
        aria-disabled={health.isFetching}
        onClick={() => health.isFetching || void health.refetch()}
      >
        <RefreshCw size={14} className={health.isFetching ? 'spin' : undefined} aria-hidden />
        {t('accounts.checkAgain')}
      </button>
    </>
  );
}

type RowProps = { item: Item; account: Managed; health: Health | undefined; go: Go };

function Row({ item, account, health, go }: RowProps) {
  const { t, language } = useTranslation();
  const now = useNow();
  const { name, level, found } = item;
  // A look changes nothing; only once the server has noted a dead token does it take another one.
  const note = useRepair(account.id);
  const reconnect = () => {
    const on = () => go({ reconnect: account.id });
    if (name === 'token' && account.status === 'active') note.mutate(undefined, { onSettled: on });
    else on();
  };
  const brief = (() => {
    if (level !== 'ok') return undefined;
    if (name === 'page') return account.pageId ?? undefined;
    if (name !== 'expiry' || health === undefined) return undefined;
    const { token_expires_at: ends, data_access_expires_at: readable } = health;
    if (ends !== null) return t('accounts.endsIn', { when: relative(Date.parse(ends), now, language) });
    if (readable === null) return t('accounts.noEnd');
    return t('accounts.loginIn', { when: relative(Date.parse(readable), now, language) });
  })();
  return (
    <CheckRow title={t(`accounts.check.${name}.title`)} level={level} brief={brief}>
      {level === 'ok' || level === 'asking' ? null : found === null ? (
        <p>{ownWords(item, t)}</p>
      ) : (
        <>
          <p>
            <bdi>{found.detail}</bdi> <bdi>{found.remedy}</bdi>
          </p>
          {found.ok === false && (
            <button
              type="button"
              className="btn btn-s btn-inherit justify-self-start"
              aria-disabled={note.isPending}
              onClick={() => note.isPending || reconnect()}
            >
              {t('accounts.reconnectNow')}
            </button>
          )}
        </>
      )}
    </CheckRow>
  );
}

/** Meta tells nobody of these, so the words are ours. */
function ownWords({ name, level }: Item, t: ReturnType<typeof useTranslation>['t']): string {
  if (name === 'page' || name === 'access' || name === 'mode') return t(`accounts.check.${name}.unknown`);
  return t(level === 'bad' || level === 'warn' ? `accounts.check.reach.${level}` : 'accounts.check.reach.unknown');
}
