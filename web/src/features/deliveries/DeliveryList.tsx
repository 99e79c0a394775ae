import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import clsx from 'clsx';
import { Webhook } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import type { Delivery } from '@/api/types';
import { More } from '@/components/ui/More';
import { Empty, Failed } from '@/components/ui/States';
import { useTranslation } from '@/i18n/use-translation';
import type { DeliveryPage, Outcome } from './api';
import { COLUMNS, DeliveryRow } from './DeliveryRow';
import { Lately } from './Lately';
import { OutcomeFilter } from './OutcomeFilter';
import { ReplayAll } from './ReplayAll';

type Props = {
  className: string;
  query: UseInfiniteQueryResult<{ pages: DeliveryPage[] }>;
  outcome: Outcome | null;
  opened: string | null;
  onOpen: (id: string) => void;
  onOutcome: (outcome: Outcome | null) => void;
};

/** Outcomes that a replay may turn into another. */
const MAY_CHANGE: ReadonlySet<Outcome> = new Set(['parked', 'quarantined', 'unsupported', 'deferred'] as const);

/** What the button of a delivery's row is found by. */
export function rowId(delivery: string): string {
  return `delivery-${delivery}`;
}

export function DeliveryList({ className, query, outcome, opened, onOpen, onOutcome }: Props) {
  const { t } = useTranslation();
  const deliveries = query.data?.pages.flatMap((page) => page.deliveries) ?? [];
  return (
    <section
      aria-label={t('deliveries.tab.in')}
      className={clsx('@container flex min-h-0 min-w-0 flex-col overflow-y-auto', className)}
    >
      <Lately />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-3 py-2.5 pane:px-4">
        <OutcomeFilter value={outcome} onChange={onOutcome} />
        {outcome !== null && MAY_CHANGE.has(outcome) && (
          <ReplayAll key={outcome} ids={deliveries.map((one) => one.id)} />
        )}
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
          <Skeleton />
        )
      ) : deliveries.length === 0 ? (
        <Empty
          icon={Webhook}
          title={t(outcome === null ? 'deliveries.empty' : 'deliveries.none')}
          text={t(outcome === null ? 'deliveries.emptyHint' : 'deliveries.noneHint')}
        />
      ) : (
        <Rows deliveries={deliveries} opened={opened} onOpen={onOpen} />
      )}
      <div className="pb-3">
        <More of={query} />
      </div>
    </section>
  );
}

type RowsProps = { deliveries: readonly Delivery[] } & Pick<Props, 'opened' | 'onOpen'>;

function Rows({ deliveries, opened, onOpen }: RowsProps) {
  const { t } = useTranslation();
  return (
    <>
      {/* Each row says the same in words. */}
      <div aria-hidden className={clsx(COLUMNS, 'border-b border-line py-1.5 text-fs2 text-3')}>
        <span>{t('deliveries.column.came')}</span>
        <span>{t('deliveries.column.what')}</span>
        <span className="hidden @min-[640px]:block">{t('deliveries.column.account')}</span>
        <span>{t('deliveries.column.outcome')}</span>
        <span className="hidden text-end @min-[640px]:block">{t('deliveries.column.delay')}</span>
      </div>
      <ul onKeyDown={moveByArrows}>
        {deliveries.map((delivery) => (
          <li key={delivery.id} className="border-b border-line">
            <DeliveryRow
              id={rowId(delivery.id)}
              delivery={delivery}
              current={delivery.id === opened}
              onOpen={() => onOpen(delivery.id)}
            />
          </li>
        ))}
      </ul>
    </>
  );
}

/** The arrows go from row to row. */
function moveByArrows(event: KeyboardEvent<HTMLUListElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined || !(event.target instanceof HTMLButtonElement)) return;
  const rows = [...event.currentTarget.querySelectorAll('button')];
  const next = rows[rows.indexOf(event.target) + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

function Skeleton() {
  return (
    <div className="after-a-while grid" aria-hidden>
      {[0, 1, 2, 3, 4, 5].map((row) => (
        <div key={row} className={clsx(COLUMNS, 'h-10 border-b border-line')}>
          <span className="skeleton h-3" />
          <span className="skeleton h-3 w-1/2" />
          <span className="skeleton hidden h-3 @min-[640px]:block" />
          <span className="skeleton h-4 w-16" />
        </div>
      ))}
    </div>
  );
}
