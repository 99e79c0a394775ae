import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { RotateCcw, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DeliveryDetail } from '@/api/types';
import { Code } from '@/components/ui/Code';
import { CopyButton } from '@/components/ui/CopyButton';
import { Say } from '@/components/ui/Say';
import { Failed } from '@/components/ui/States';
import { useTranslation } from '@/i18n/use-translation';
import { fullTime } from '@/lib/time';
import { tell } from '@/lib/toast';
import { deliveryQuery, OUTCOMES, replay } from './api';
import { counts, lagOf, readable, reasonOf, replayHelps, summary } from './model';
import { OutcomeChip } from './OutcomeChip';
import { useDuration } from './use-duration';

/** One delivery: the reason first, then what became of each element, the facts and the raw body. */
export function DeliveryPane({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const query = useQuery(deliveryQuery(id));
  return (
    <aside
      aria-label={t('deliveries.one')}
      className="min-h-0 min-w-0 overflow-y-auto bg-panel desk:border-s desk:border-line"
    >
      <header className="sticky top-0 flex h-[var(--bar)] items-center gap-2 border-b border-line bg-panel ps-4 pe-2">
        <h2 className="cut flex-1 text-fs4">{t('deliveries.one')}</h2>
        <button type="button" className="btn btn-ghost btn-icon" aria-label={t('common.close')} onClick={onClose}>
          <X size={16} aria-hidden />
        </button>
      </header>
      {query.data !== undefined ? (
        <Opened delivery={query.data} />
      ) : query.isError ? (
        <Failed
          title={t('deliveries.oneFailed')}
          text={query.error.message}
          retry={t('common.retry')}
          onRetry={() => void query.refetch()}
        />
      ) : (
        <div className="skeleton after-a-while m-4 h-40" />
      )}
    </aside>
  );
}

function Opened({ delivery }: { delivery: DeliveryDetail }) {
  const { t, language } = useTranslation();
  const duration = useDuration();
  const queryClient = useQueryClient();
  const again = useMutation({
    mutationFn: () => replay(delivery.id),
    onSuccess: async () => {
      tell(t('deliveries.replayed'));
      await queryClient.invalidateQueries({ queryKey: ['deliveries'] });
    },
  });
  const reason = reasonOf(delivery);
  const state = summary(delivery);
  const body = readable(delivery.body);
  return (
    <div className="grid gap-4 p-4">
      <div className="flex flex-wrap gap-1.5">
        {delivery.items.length === 0 ? (
          <OutcomeChip outcome={state} />
        ) : (
          counts(delivery.items).map((one) => <OutcomeChip key={one.outcome} outcome={one.outcome} count={one.count} />)
        )}
      </div>
      <Say tone={state === 'quarantined' ? 'bad' : state === 'parked' || state === 'unsupported' ? 'warn' : 'info'}>
        {reason !== null && <p>{reason}</p>}
        <p>{t(`deliveries.meaning.${state}`)}</p>
      </Say>
      {replayHelps(delivery) && (
        <div className="grid gap-1.5">
          <button
            type="button"
            className="btn justify-self-start"
            aria-disabled={again.isPending}
            onClick={() => again.isPending || again.mutate()}
          >
            <RotateCcw size={16} aria-hidden />
            {t('deliveries.replay')}
          </button>
          <p className="text-fs2 text-3">{t('deliveries.replayHint')}</p>
          {again.isError && (
            <Say tone="bad" alert>
              {again.error.message}
            </Say>
          )}
        </div>
      )}
      {delivery.items.length > 0 && (
        <section>
          <h3 className="mb-1.5 text-fs2 font-medium text-3">{t('deliveries.became')}</h3>
          <ol className="grid grid-cols-[minmax(0,1fr)] gap-2">
            {delivery.items.map((item) => (
              <li key={item.index} className="rounded-control border border-line px-3 py-2">
                <p className="flex items-center gap-2">
                  <span className="num text-3">{item.index + 1}</span>
                  <span className="cut flex-1 font-medium">{item.kind}</span>
                  <OutcomeChip outcome={OUTCOMES.find((one) => one === item.outcome) ?? 'new'} />
                </p>
                {item.reason !== null && <p className="mt-1 text-fs2 text-2">{item.reason}</p>}
                {item.chat_id !== null && (
                  <Link
                    to="/inbox/$chatId"
                    params={{ chatId: item.chat_id }}
                    className="mt-1 inline-block text-fs2 text-accent-text underline"
                  >
                    {t('deliveries.openChat')}
                  </Link>
                )}
              </li>
            ))}
          </ol>
        </section>
      )}
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-fs2">
        <Fact name={t('deliveries.fact.received')}>{fullTime(Date.parse(delivery.received_at), language)}</Fact>
        <Fact name={t('deliveries.fact.took')}>{duration(lagOf(delivery))}</Fact>
        <Fact name={t('deliveries.fact.size')}>
          {t('deliveries.bytes', { count: delivery.size, value: delivery.size.toLocaleString(language) })}
        </Fact>
        <Fact name={t('deliveries.fact.signed')}>{t(delivery.signed ? 'deliveries.yes' : 'deliveries.no')}</Fact>
        <Fact name={t('deliveries.fact.repeats')}>{delivery.repeats}</Fact>
        <Fact name={t('deliveries.fact.id')}>
          <span className="font-mono">{delivery.id}</span>
        </Fact>
      </dl>
      <section>
        <header className="mb-1.5 flex items-center gap-2">
          <h3 className="flex-1 text-fs2 font-medium text-3">{t('deliveries.body')}</h3>
          <CopyButton text={delivery.body} label={t('deliveries.copyBody')} />
        </header>
        <Code label={t('deliveries.body')} text={body} />
      </section>
    </div>
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
