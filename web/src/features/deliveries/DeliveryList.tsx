import { useInfiniteQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import { Webhook } from 'lucide-react';
import { useState } from 'react';
import type { Delivery } from '@/api/types';
import { Select } from '@/components/ui/Field';
import { Figures } from '@/components/ui/Figures';
import { More } from '@/components/ui/More';
import { Empty, Failed } from '@/components/ui/States';
import { useTranslation } from '@/i18n/use-translation';
import { useNow } from '@/lib/now';
import { fullTime, listTime } from '@/lib/time';
import { deliveriesQuery, OUTCOMES, type Outcome } from './api';
import { lag, lagOf, reasonOf, summary } from './model';
import { OutcomeChip } from './OutcomeChip';
import { useDuration } from './use-duration';

type Props = { className: string; opened: string | null; onOpen: (id: string) => void };

export function DeliveryList({ className, opened, onOpen }: Props) {
  const { t } = useTranslation();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const query = useInfiniteQuery(deliveriesQuery(outcome));
  const deliveries = query.data?.pages.flatMap((page) => page.deliveries) ?? [];
  return (
    <section
      aria-label={t('deliveries.tab.in')}
      className={clsx('min-h-0 overflow-y-auto px-3 py-4 pane:px-5', className)}
    >
      {outcome === null && deliveries.length > 0 && <Lately deliveries={deliveries} />}
      <div className="my-3 w-60 max-w-full">
        <Select
          quiet
          label={t('deliveries.which')}
          value={outcome ?? 'all'}
          options={[
            { value: 'all', text: t('deliveries.everything') },
            ...OUTCOMES.map((one) => ({ value: one, text: t(`deliveries.outcome.${one}`) })),
          ]}
          onChange={(next) => setOutcome(OUTCOMES.find((one) => one === next) ?? null)}
        />
      </div>
      {query.data === undefined ? (
        query.isError ? (
          <Failed
            title={t('deliveries.failed')}
            text={t('common.failedHint')}
            retry={t('common.retry')}
            onRetry={() => void query.refetch()}
          />
        ) : (
          <div className="skeleton after-a-while h-60 !rounded-card" />
        )
      ) : deliveries.length === 0 ? (
        <Empty
          icon={Webhook}
          title={t(outcome === null ? 'deliveries.empty' : 'deliveries.none')}
          text={t(outcome === null ? 'deliveries.emptyHint' : 'deliveries.noneHint')}
        />
      ) : (
        <ul className="grid grid-cols-[minmax(0,1fr)] gap-px">
          {deliveries.map((delivery) => (
            <Row
              key={delivery.id}
              delivery={delivery}
              current={delivery.id === opened}
              onOpen={() => onOpen(delivery.id)}
            />
          ))}
        </ul>
      )}
      <More of={query} />
    </section>
  );
}

/** How the newest deliveries went. */
function Lately({ deliveries }: { deliveries: readonly Delivery[] }) {
  const { t } = useTranslation();
  const duration = useDuration();
  const { median, slowest, waiting } = lag(deliveries);
  const troubled = deliveries.filter((one) => ['quarantined', 'parked'].includes(summary(one))).length;
  return (
    <Figures
      label={t('deliveries.lately', { count: deliveries.length })}
      figures={[
        { key: 'count', name: t('deliveries.lately', { count: deliveries.length }), value: deliveries.length },
        { key: 'median', name: t('deliveries.median'), value: duration(median) },
        { key: 'slowest', name: t('deliveries.slowest'), value: duration(slowest) },
        {
          key: 'waiting',
          name: t('deliveries.waiting'),
          value: waiting,
          ...(waiting > 0 && { tone: 'warn' as const }),
        },
        {
          key: 'troubled',
          name: t('deliveries.troubled'),
          value: troubled,
          ...(troubled > 0 && { tone: 'bad' as const }),
        },
      ]}
    />
  );
}

function Row({ delivery, current, onOpen }: { delivery: Delivery; current: boolean; onOpen: () => void }) {
  const { t, language } = useTranslation();
  const now = useNow();
  const duration = useDuration();
  const at = Date.parse(delivery.received_at);
  const kinds = [...new Set(delivery.items.map((item) => item.kind))].join(', ');
  const reason = reasonOf(delivery);
  const took = lagOf(delivery);
  return (
    <li>
      <button
        type="button"
        aria-current={current ? 'true' : undefined}
        onClick={onOpen}
        className={clsx(
          'ease-colour grid w-full grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 rounded-row px-2.5 py-2 text-start',
          current ? 'bg-selected' : 'hover:bg-hover',
        )}
      >
        <time dateTime={delivery.received_at} title={fullTime(at, language)} className="num w-16 text-fs2 text-3">
          {listTime(at, now, language, t('deliveries.yesterday'))}
        </time>
        <span className="min-w-0">
          <span className="cut block font-medium">{kinds === '' ? t('deliveries.unread') : kinds}</span>
          <span className="cut block text-fs2 text-3">
            {reason ??
              [
                t('deliveries.elements', { count: delivery.items.length }),
                took === null ? null : t('deliveries.took', { time: duration(took) }),
                delivery.repeats > 0 ? t('deliveries.repeats', { count: delivery.repeats }) : null,
              ]
                .filter((part) => part !== null)
                .join(' · ')}
          </span>
        </span>
        <OutcomeChip outcome={summary(delivery)} />
      </button>
    </li>
  );
}
