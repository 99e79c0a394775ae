import { useQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import { Inbox, Search, SearchX } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { SearchBox } from '@/components/ui/SearchBox';
import { Empty, Failed } from '@/components/ui/States';
import { useTranslation } from '@/i18n/use-translation';
import { useLive } from '@/lib/live/context';
import { useShortcuts } from '@/lib/shortcuts';
import { chatsQuery } from '../api';
import { useInboxPlace } from '../use-inbox';
import { ChatRows } from './ChatRows';
import { EmptyInbox } from './EmptyInbox';
import { ListSkeleton } from './ListSkeleton';
import { ListTabs } from './ListTabs';

/** "Ending soon" changes as time goes by, without an event that could say so. */
const CLOSING_REREAD_MS = 60_000;

export function ChatListPane({ className }: { className: string }) {
  const { t } = useTranslation();
  const live = useLive();
  const { chatId, filter, search, open, change } = useInboxPlace();
  const searchField = useRef<HTMLInputElement>(null);
  const list = useQuery({
    ...chatsQuery(filter, live),
    refetchInterval: filter.window === null ? false : CLOSING_REREAD_MS,
  });
  const [order, setOrder] = useState<readonly string[]>([]);
  const step = useCallback(
    (by: 1 | -1) => {
      const at = chatId === null ? -1 : order.indexOf(chatId);
      const id = order[at === -1 ? 0 : at + by];
      if (id !== undefined) open(id);
    },
    [chatId, order, open],
  );
  useShortcuts({
    'chat.next': () => step(1),
    'chat.previous': () => step(-1),
    'list.search': () => searchField.current?.focus(),
  });
  useEffect(() => {
    document.title = `${t('inbox.title')} · ${t('app.name')}`;
  }, [t]);
  const narrowed = filter.tab !== 'all' || filter.platform !== null || filter.window !== null || filter.unread;
  return (
    <section aria-label={t('inbox.list')} className={clsx('flex min-h-0 min-w-0 flex-col bg-panel', className)}>
      <div className="flex-none p-3 pt-2.5 pb-2">
        <SearchBox
          ref={searchField}
          label={t('inbox.search')}
          placeholder={t('inbox.searchHint')}
          value={search.q ?? ''}
          onChange={(q) => change(withQuery(search, q), true)}
        />
      </div>
      <ListTabs />
      {list.data === undefined ? (
        list.isError ? (
          <Failed
            title={t('inbox.failed')}
            text={t('common.failedHint')}
            retry={t('common.retry')}
            onRetry={() => void list.refetch()}
          />
        ) : (
          <ListSkeleton />
        )
      ) : list.data.rows.length > 0 ? (
        <ChatRows
          key={JSON.stringify(filter)}
          filter={filter}
          list={list.data}
          selected={chatId}
          onOpen={open}
          onOrder={setOrder}
        />
      ) : filter.q !== '' || narrowed ? (
        <Empty
          icon={filter.q === '' ? Search : SearchX}
          title={t('inbox.emptyFilter')}
          text={t('inbox.emptyFilterHint')}
        >
          <button type="button" className="btn btn-s" onClick={() => change({})}>
            {t('inbox.resetFilter')}
          </button>
        </Empty>
      ) : (
        <EmptyInbox icon={Inbox} />
      )}
    </section>
  );
}

function withQuery<T extends { q?: string }>(search: T, q: string): T {
  const { q: _, ...rest } = search;
  return (q === '' ? rest : { ...rest, q }) as T;
}
