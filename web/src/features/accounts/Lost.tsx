import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '@/i18n/use-translation';
import { fullTime } from '@/lib/time';
import { lostQuery } from './api';

/** Which messages are lost, so that somebody can read these conversations in Meta's own app. */
export function Lost({ id }: { id: string }) {
  const { t, language } = useTranslation();
  const [open, setOpen] = useState(false);
  const lost = useInfiniteQuery({ ...lostQuery(id), enabled: open });
  const messages = lost.data?.pages.flatMap((page) => page.messages) ?? [];
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="cursor-pointer text-2">{t('accounts.lostWhich')}</summary>
      {lost.isError && <p className="mt-1.5 text-bad-text">{lost.error.message}</p>}
      {lost.isPending && open && <div className="skeleton after-a-while mt-1.5 h-10" />}
      <ul className="mt-1.5 grid gap-1">
        {messages.map(({ meta_message_id: mid, customer_id: customer, timestamp, found_at: found }) => (
          <li key={mid} className="flex flex-wrap justify-between gap-x-3 text-2">
            <span className={customer === null ? undefined : 'font-mono'}>{customer ?? t('accounts.lostNobody')}</span>
            <time dateTime={timestamp ?? found} className="num text-3">
              {timestamp === null
                ? t('accounts.lostFound', { when: fullTime(Date.parse(found), language) })
                : fullTime(Date.parse(timestamp), language)}
            </time>
          </li>
        ))}
      </ul>
      {lost.hasNextPage && (
        <button
          type="button"
          className="btn btn-s btn-ghost mt-1.5"
          aria-disabled={lost.isFetchingNextPage}
          onClick={() => lost.isFetchingNextPage || void lost.fetchNextPage()}
        >
          {t('common.more')}
        </button>
      )}
    </details>
  );
}
