import type { Managed } from '@/api/accounts';
import type { Health } from '@/api/types';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { useSession } from '@/lib/session';
import { CopyBox } from '../CopyBox';
import { checkOf, levelOf } from '../checks';
import { callbackOf, dataDeletionOf, deauthorizeOf, FIELDS_TO_TICK } from '../meta';
import { useRepair } from '../use-repair';
import { CheckRow } from './CheckRow';

type Props = { account: Managed; health: Health | undefined };

/** What Meta's webhook form wants, and whether Meta really sends: subscribed is only what was read back. */
export function WebhooksStep({ account, health }: Props) {
  const { t } = useTranslation();
  const { config } = useSession();
  return (
    <>
      <ul aria-live="polite" className="-mx-2 grid">
        <Subscription account={account} health={health} />
      </ul>
      <section aria-labelledby="webhook-form" className="grid gap-2">
        <h3 id="webhook-form">{t('accounts.webhooks.form')}</h3>
        <p className="text-fs2 text-2">
          {t(config.mode === 'mock' ? 'accounts.webhooks.formMock' : 'accounts.webhooks.formHint')}
        </p>
        <CopyBox label={t('accounts.callback')} text={callbackOf(config, account.platform)} />
        <p className="text-fs2 text-3">{t('accounts.verify')}</p>
        <p className="mt-1 text-fs2 font-medium">{t('accounts.webhooks.fields')}</p>
        <ul className="flex flex-wrap gap-1">
          {FIELDS_TO_TICK[account.platform].map((field) => (
            <li key={field} className="chip font-mono">
              {field}
            </li>
          ))}
        </ul>
      </section>
      <details className="rounded-control border border-line px-3 py-2.5">
        <summary className="cursor-pointer font-medium">{t('accounts.webhooks.review')}</summary>
        <div className="mt-2 grid gap-2">
          <p className="text-fs2 text-2">{t('accounts.webhooks.reviewHint')}</p>
          <CopyBox label={t('accounts.webhooks.deauthorize')} text={deauthorizeOf(config)} />
          <CopyBox label={t('accounts.webhooks.dataDeletion')} text={dataDeletionOf(config)} />
        </div>
      </details>
    </>
  );
}

function Subscription({ account, health }: Props) {
  const { t } = useTranslation();
  const repair = useRepair(account.id);
  const check = checkOf(health, 'subscription');
  const level = check === null || health === undefined ? 'asking' : levelOf(check, health.status);
  return (
    <CheckRow title={t('accounts.webhooks.subscription')} level={level}>
      {check !== null && (
        <>
          <p>
            <bdi>{check.detail}</bdi> <bdi>{check.remedy}</bdi>
          </p>
          {repair.isError && (
            <Say tone="bad" alert>
              {repair.error.message}
            </Say>
          )}
          {check.ok !== true && (
            <button
              type="button"
              className="btn btn-s btn-inherit justify-self-start"
              aria-disabled={repair.isPending}
              onClick={() => repair.isPending || repair.mutate()}
            >
              {t(repair.isPending ? 'accounts.repairing' : 'accounts.repair')}
            </button>
          )}
        </>
      )}
    </CheckRow>
  );
}
