import clsx from 'clsx';
import { MessageCircle, Search, SearchX } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { SearchBox } from '@/components/ui/SearchBox';
import { Empty, Failed } from '@/components/ui/States';
import { useTranslation } from '@/i18n/use-translation';
import { useShortcuts } from '@/lib/shortcuts';
import { BulkBar } from './BulkBar';
import { byPost, rangeOf, VIEWS } from './model';
import { QueueGroup } from './QueueGroup';
import { useHide, usePlace, useQueue } from './use-comments';

type Props = { className: string; onAnswer: (id: string) => void };

/** The comments that wait, by post. */
export function Queue({ className, onAnswer }: Props) {
  const { t } = useTranslation();
  const { place, go } = usePlace();
  const { queue, comments } = useQueue(place);
  const groups = useMemo(() => byPost(comments), [comments]);
  const order = useMemo(() => groups.flatMap((group) => group.comments), [groups]);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [anchor, setAnchor] = useState<string | null>(null);
  const search = useRef<HTMLInputElement>(null);
  const hide = useHide();

  const step = (by: 1 | -1) => {
    const at = order.findIndex((one) => one.id === place.comment);
    const next = order[at === -1 ? 0 : at + by];
    if (next !== undefined) go({ post: next.media_id ?? next.id, comment: next.id });
  };
  const current = order.find((one) => one.id === place.comment);
  useShortcuts({
    'comment.next': () => step(1),
    'comment.previous': () => step(-1),
    'list.search': () => search.current?.focus(),
    'comment.reply': () => current !== undefined && onAnswer(current.id),
    'comment.hide': () => current !== undefined && !current.own && void hide([current], !current.hidden),
    'comment.choose': () => current !== undefined && choose(current.id, false),
  });
  const choose = (id: string, range: boolean) => {
    const ids = range
      ? rangeOf(
          order.map((one) => one.id),
          anchor,
          id,
        )
      : [id];
    const on = range || !chosen.has(id);
    const next = new Set(chosen);
    for (const one of ids) {
      if (on) next.add(one);
      else next.delete(one);
    }
    setChosen(next);
    setAnchor(id);
  };
  const selected = order.filter((one) => chosen.has(one.id));
  return (
    <section aria-label={t('comments.queue')} className={clsx('flex min-h-0 min-w-0 flex-col bg-panel', className)}>
      <div className="flex-none p-3 pt-2.5 pb-2">
        <SearchBox ref={search} label={t('comments.search')} value={place.q} onChange={(q) => go({ q }, true)} />
      </div>
      <Views />
      {selected.length > 0 && <BulkBar comments={selected} onDone={() => setChosen(new Set())} />}
      {queue.data === undefined ? (
        queue.isError ? (
          <Failed
            title={t('comments.failed')}
            text={t('common.failedHint')}
            retry={t('common.retry')}
            onRetry={() => void queue.refetch()}
          />
        ) : (
          <Skeleton />
        )
      ) : order.length === 0 ? (
        <NoComments />
      ) : (
        <div className="min-h-0 flex-1 overflow-y-auto px-1.5 pb-3">
          {groups.map((group) => (
            <QueueGroup
              key={group.key}
              group={group}
              current={place.comment}
              chosen={chosen}
              onOpen={(comment) => go({ post: group.key, comment })}
              onChoose={choose}
            />
          ))}
          {queue.hasNextPage && (
            <button
              type="button"
              className="btn btn-s btn-ghost mt-2 w-full"
              aria-disabled={queue.isFetchingNextPage}
              onClick={() => void queue.fetchNextPage()}
            >
              {t('common.more')}
            </button>
          )}
        </div>
      )}
    </section>
  );
}

function Views() {
  const { t } = useTranslation();
  const { place, go } = usePlace();
  return (
    <div className="flex flex-none gap-4 border-b border-line px-4" role="toolbar" aria-label={t('comments.views')}>
      {VIEWS.map((view) => {
        const on = place.view === view;
        return (
          <button
            key={view}
            type="button"
            aria-pressed={on}
            onClick={() => go({ view })}
            className={clsx(
              'relative -mb-px flex h-[38px] items-center font-medium whitespace-nowrap pointer-coarse:h-11',
              on
                ? 'text-1 after:absolute after:inset-x-0 after:bottom-0 after:h-0.5 after:grad'
                : 'text-2 hover:text-1',
            )}
          >
            {t(`comments.view.${view}`)}
          </button>
        );
      })}
    </div>
  );
}

function NoComments() {
  const { t } = useTranslation();
  const { place, go } = usePlace();
  if (place.q !== '') {
    return (
      <Empty icon={SearchX} title={t('comments.none')} text={t('comments.noneHint')}>
        <button type="button" className="btn btn-s" onClick={() => go({ q: '', view: 'all' })}>
          {t('comments.showAll')}
        </button>
      </Empty>
    );
  }
  const key = place.view;
  return (
    <Empty
      icon={key === 'open' ? MessageCircle : Search}
      title={t(`comments.empty.${key}`)}
      text={t(`comments.emptyHint.${key}`)}
    />
  );
}

function Skeleton() {
  return (
    <div className="after-a-while grid gap-4 p-4" aria-hidden="true">
      {[0, 1, 2, 3].map((row) => (
        <div key={row} className="flex gap-3">
          <div className="skeleton size-9 !rounded-full" />
          <div className="grid flex-1 gap-2">
            <div className="skeleton h-3 w-1/2" />
            <div className="skeleton h-3" />
          </div>
        </div>
      ))}
    </div>
  );
}
