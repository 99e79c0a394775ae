import clsx from 'clsx';
import type { Delivery } from '@/api/types';
import { AccountName } from '@/components/ui/AccountName';
import { useTranslation } from '@/i18n/use-translation';
import { useNow } from '@/lib/now';
import { exactTime, logTime } from '@/lib/time';
import { accountsOf, lagOf, reasonOf, summary } from './model';
import { OutcomeChip } from './OutcomeChip';
import { useDuration } from './use-duration';
import { useWhat } from './use-what';

/** The columns of the list; those of account and delay only where there is room. */
export const COLUMNS =
  'grid grid-cols-[88px_minmax(0,1fr)_auto] items-center gap-x-3 px-3 pane:px-4 @min-[640px]:grid-cols-[88px_minmax(0,1fr)_minmax(0,150px)_96px_64px]';

type Props = { id: string; delivery: Delivery; current: boolean; onOpen: () => void };

export function DeliveryRow({ id, delivery, current, onOpen }: Props) {
  const { t, language } = useTranslation();
  const now = useNow();
  const duration = useDuration();
  const at = Date.parse(delivery.received_at);
  const [account, ...others] = accountsOf(delivery);
  const took = lagOf(delivery);
  return (
    <button
      id={id}
      type="button"
      aria-current={current ? 'true' : undefined}
      onClick={onOpen}
      className={clsx(
        COLUMNS,
        'ease-colour relative min-h-9 w-full py-1.5 text-start -outline-offset-2 pointer-coarse:min-h-11',
        current
          ? 'bg-selected before:absolute before:inset-y-0 before:start-0 before:w-[3px] before:grad'
          : 'hover:bg-hover',
      )}
    >
      <time dateTime={delivery.received_at} title={exactTime(at, language)} className="num text-fs2 text-2">
        {logTime(at, now, language)}
      </time>
      <What delivery={delivery} />
      <span className="hidden min-w-0 items-center gap-1.5 @min-[640px]:flex">
        {account === undefined ? (
          <span className="cut text-3">{t('deliveries.noAccount')}</span>
        ) : (
          <AccountName {...account} />
        )}
        {others.length > 0 && <span className="num flex-none text-3">+{others.length}</span>}
      </span>
      <span>
        <OutcomeChip outcome={summary(delivery)} />
      </span>
      <span className="num hidden text-end text-2 @min-[640px]:block">{duration(took)}</span>
    </button>
  );
}

/** What is in it, and what there is to say of that. */
function What({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation();
  const what = useWhat();
  const kinds = [...new Set(delivery.items.map((item) => item.kind))].map(what).join(', ');
  const more = [
    reasonOf(delivery),
    delivery.repeats > 0 ? t('deliveries.repeats', { count: delivery.repeats }) : null,
  ].filter((part) => part !== null);
  const count = delivery.items.length;
  return (
    <span className="flex min-w-0 gap-1" title={more.length > 0 ? more.join(' · ') : undefined}>
      <b className="cut flex-none max-w-full font-medium">
        {count === 0
          ? t(delivery.state === 'new' ? 'deliveries.notYet' : 'deliveries.unread')
          : count === 1
            ? kinds
            : t('deliveries.elements', { count })}
      </b>
      {count > 1 && <span className="cut text-3">({kinds})</span>}
      {more.map((part) => (
        <span key={part} className="flex min-w-0 gap-1 text-3">
          · <bdi className="cut">{part}</bdi>
        </span>
      ))}
    </span>
  );
}
