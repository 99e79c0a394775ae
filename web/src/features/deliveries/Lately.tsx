import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { useTranslation } from '@/i18n/use-translation';
import { useNow } from '@/lib/now';
import { deliveriesQuery, troubledQuery } from './api';
import { lag, lastHour } from './model';
import { useDuration } from './use-duration';

/** How the newest deliveries went, and how many wait for somebody. */
export function Lately() {
  const { t } = useTranslation();
  const now = useNow();
  const duration = useDuration();
  const query = useInfiniteQuery(deliveriesQuery(null));
  const parked = useQuery(troubledQuery('parked')).data;
  const quarantined = useQuery(troubledQuery('quarantined')).data;
  const newest = query.data?.pages[0];
  if (newest === undefined || newest.deliveries.length === 0) return null;
  const { half, most, waiting } = lag(newest.deliveries);
  const hour = lastHour(newest.deliveries, newest.next === null, now);
  return (
    <dl
      aria-label={t('deliveries.lately')}
      className="grid flex-none grid-cols-3 gap-px border-b border-line bg-line @min-[640px]:grid-cols-[repeat(5,auto)]"
    >
      <Figure name={t('deliveries.lastHour')}>
        <Count of={hour} />
      </Figure>
      <Figure name={t('deliveries.within')} hint={t('deliveries.withinHint', { count: newest.deliveries.length })} wide>
        {duration(half)} <span className="font-normal text-2">/ {duration(most)}</span>
      </Figure>
      <Figure name={t('deliveries.waiting')} tone={waiting > 0 ? 'text-warn-text' : undefined}>
        {waiting}
      </Figure>
      <Figure name={t('deliveries.outcome.parked')} tone={parked?.count ? 'text-warn-text' : undefined}>
        <Count of={parked} />
      </Figure>
      <Figure name={t('deliveries.outcome.quarantined')} tone={quarantined?.count ? 'text-bad-text' : undefined}>
        <Count of={quarantined} />
      </Figure>
    </dl>
  );
}

/** A number that may be greater than what was counted. */
export function Count({ of }: { of: { readonly count: number; readonly more: boolean } | undefined }) {
  if (of === undefined) return '–';
  return `${of.count}${of.more ? '+' : ''}`;
}

type FigureProps = { name: string; hint?: string; wide?: boolean; tone?: string | undefined; children: ReactNode };

function Figure({ name, hint, wide = false, tone, children }: FigureProps) {
  return (
    <div
      className={clsx('min-w-0 bg-card px-3 py-2 pane:px-4', wide && 'col-span-2 @min-[640px]:col-span-1')}
      title={hint}
    >
      <dt className="text-fs1 text-3">{name}</dt>
      <dd className={clsx('num text-fs4 font-semibold', tone)}>{children}</dd>
    </div>
  );
}
