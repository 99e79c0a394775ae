import { useQuery } from '@tanstack/react-query';
import { ArrowDown, ArrowUp, type LucideIcon, X } from 'lucide-react';
import { useState } from 'react';
import { ApiError } from '@/api/problem';
import type { DeliveryDetail } from '@/api/types';
import { Say } from '@/components/ui/Say';
import { Failed } from '@/components/ui/States';
import { useTranslation } from '@/i18n/use-translation';
import { deliveryQuery } from './api';
import { DeliveryFacts } from './DeliveryFacts';
import { Elements } from './Elements';
import { counts, neighbours, reasonOf, summary } from './model';
import { OutcomeChip } from './OutcomeChip';
import { RawBody } from './RawBody';
import { Replay } from './Replay';

export const CLOSE_ID = 'delivery-close';

type Props = { id: string; order: readonly string[]; onOpen: (id: string) => void; onClose: () => void };

/** One delivery: the reason first, then the facts, the raw body, what became of each element, and running it again. */
export function DeliveryPane({ id, order, onOpen, onClose }: Props) {
  const { t } = useTranslation();
  const query = useQuery(deliveryQuery(id));
  const { before, after } = neighbours(order, id);
  const gone = query.error instanceof ApiError && query.error.status === 404;
  return (
    <aside
      aria-label={t('deliveries.one')}
      className="flex min-h-0 min-w-0 flex-col bg-panel desk:border-s desk:border-line"
    >
      <header className="flex h-[var(--bar)] flex-none items-center gap-1 border-b border-line ps-4 pe-2">
        <h2 className="cut flex-1 text-fs4">{t('deliveries.one')}</h2>
        <Tool icon={ArrowUp} name={t('deliveries.newer')} onClick={before === null ? null : () => onOpen(before)} />
        <Tool icon={ArrowDown} name={t('deliveries.older')} onClick={after === null ? null : () => onOpen(after)} />
        <Tool id={CLOSE_ID} icon={X} name={t('common.close')} onClick={onClose} />
      </header>
      {query.data !== undefined ? (
        <Opened delivery={query.data} />
      ) : query.isError ? (
        <Failed
          title={t('deliveries.oneFailed')}
          text={t(gone ? 'deliveries.gone' : 'common.failedHint')}
          retry={t('common.retry')}
          onRetry={() => void query.refetch()}
        />
      ) : (
        <div className="after-a-while grid gap-4 p-4" aria-hidden>
          <div className="skeleton h-16" />
          <div className="skeleton h-24" />
          <div className="skeleton h-60" />
        </div>
      )}
    </aside>
  );
}

type ToolProps = { id?: string; icon: LucideIcon; name: string; onClick: (() => void) | null };

/** A button that stays where it is when there is nowhere to go. */
function Tool({ id, icon: Icon, name, onClick }: ToolProps) {
  return (
    <button
      id={id}
      type="button"
      className="btn btn-ghost btn-icon aria-disabled:bg-transparent"
      aria-label={name}
      title={name}
      aria-disabled={onClick === null}
      onClick={() => onClick?.()}
    >
      <Icon size={16} aria-hidden />
    </button>
  );
}

const TONES = { quarantined: 'bad', parked: 'warn', unsupported: 'warn', applied: 'ok' } as const;

function Opened({ delivery }: { delivery: DeliveryDetail }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<number | null>(null);
  const reason = reasonOf(delivery);
  const state = summary(delivery);
  const tone = state in TONES ? TONES[state as keyof typeof TONES] : 'info';
  return (
    <>
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] content-start gap-4 overflow-y-auto p-4">
        <div className="flex flex-wrap gap-1.5">
          {delivery.items.length === 0 || state === 'new' ? (
            <OutcomeChip outcome={state} />
          ) : (
            counts(delivery.items).map((one) => <OutcomeChip key={one.outcome} {...one} />)
          )}
        </div>
        <Say tone={tone}>
          {reason !== null && (
            <p className="font-semibold first-letter:uppercase">
              <bdi>{reason}</bdi>
            </p>
          )}
          <p>{t(`deliveries.meaning.${state}`)}</p>
        </Say>
        <DeliveryFacts delivery={delivery} />
        <RawBody delivery={delivery} shown={shown} />
        {delivery.items.length > 0 && <Elements items={delivery.items} onShow={setShown} />}
      </div>
      <Replay key={delivery.id} delivery={delivery} />
    </>
  );
}
