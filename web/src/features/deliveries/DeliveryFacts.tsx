import type { ReactNode } from 'react';
import type { DeliveryDetail } from '@/api/types';
import { AccountName } from '@/components/ui/AccountName';
import { useTranslation } from '@/i18n/use-translation';
import { exactTime } from '@/lib/time';
import { accountsOf, lagOf } from './model';
import { useDuration } from './use-duration';

export function DeliveryFacts({ delivery }: { delivery: DeliveryDetail }) {
  const { t, language } = useTranslation();
  const duration = useDuration();
  const took = lagOf(delivery);
  const applied = delivery.items.filter((item) => item.outcome === 'applied').length;
  const accounts = accountsOf(delivery);
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-fs2">
      <Fact name={t('deliveries.fact.received')}>{exactTime(Date.parse(delivery.received_at), language)}</Fact>
      <Fact name={t('deliveries.fact.took')}>
        {took === null ? t('deliveries.notYet') : t('deliveries.later', { time: duration(took) })}
      </Fact>
      {accounts.length > 0 && (
        <Fact name={t('deliveries.fact.account')}>
          {accounts.map((account) => (
            <AccountName key={account.id} {...account} />
          ))}
        </Fact>
      )}
      {delivery.items.length > 0 && (
        <Fact name={t('deliveries.fact.items')}>
          {t('deliveries.ofItApplied', { all: delivery.items.length, applied })}
        </Fact>
      )}
      <Fact name={t('deliveries.fact.signed')}>{t(delivery.signed ? 'deliveries.signed' : 'deliveries.unsigned')}</Fact>
      {delivery.repeats > 0 && (
        <Fact name={t('deliveries.fact.repeats')}>{t('deliveries.repeats', { count: delivery.repeats })}</Fact>
      )}
      <Fact name={t('deliveries.fact.size')}>
        {t('deliveries.bytes', { count: delivery.size, value: delivery.size.toLocaleString(language) })}
      </Fact>
      <Fact name={t('deliveries.fact.id')}>
        <span className="font-mono">{delivery.id}</span>
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-3">{name}</dt>
      <dd className="num min-w-0 [overflow-wrap:anywhere]">{children}</dd>
    </>
  );
}
