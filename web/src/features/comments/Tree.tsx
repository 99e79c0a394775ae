import { ChevronLeft } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Failed } from '@/components/ui/States';
import { useTranslation } from '@/i18n/use-translation';
import { CommentCard } from './CommentCard';
import type { PostGroup } from './model';
import { PostFacts } from './PostPane';
import { Thumbnail } from './QueueGroup';
import { usePlace, useTree } from './use-comments';
import { WriteBox } from './WriteBox';

type Props = { group: PostGroup; answering: string | null; onAnswer: (id: string | null) => void };

/** Everything under one post, newest first, with the answers below what they answer. */
export function Tree({ group, answering, onAnswer }: Props) {
  const { t } = useTranslation();
  const { place, go } = usePlace();
  const { tree, comments } = useTree(group);
  const caption = group.post.caption?.trim() || t('comments.noCaption');
  const scroller = useRef<HTMLDivElement>(null);
  const { comment } = place;
  const loaded = tree.data !== undefined;
  useEffect(() => {
    if (comment === null || !loaded) return;
    scroller.current?.querySelector(`[data-card="${CSS.escape(comment)}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [comment, loaded]);
  return (
    <section
      aria-label={t('comments.tree', { caption })}
      className="flex min-h-0 min-w-0 flex-col bg-card pane:border-s pane:border-line"
    >
      <header className="flex h-[var(--bar)] flex-none items-center gap-3 border-b border-line ps-3 pe-4 pane:ps-4">
        <button
          type="button"
          className="btn btn-ghost btn-icon -ms-1.5 pane:hidden"
          aria-label={t('comments.back')}
          onClick={() => go({ post: null, comment: null })}
        >
          <ChevronLeft size={20} className="rtl:rotate-180" aria-hidden />
        </button>
        <span className="flex-none desk:hidden">
          <Thumbnail url={group.post.media_url} size={32} />
        </span>
        <h2 dir="auto" className="cut text-fs4" title={caption}>
          {caption}
        </h2>
        <span className="num flex-none text-3">
          {t('comments.count', { count: comments.length })}
          {tree.hasNextPage && '+'}
        </span>
      </header>
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto px-3 py-3 pane:px-5">
        <div className="mx-auto grid grid-cols-[minmax(0,1fr)] max-w-[760px] gap-1.5">
          <div className="desk:hidden">
            <PostFacts group={group} />
          </div>
          {tree.isError && (
            <Failed
              title={t('comments.failed')}
              text={t('common.failedHint')}
              retry={t('common.retry')}
              onRetry={() => void tree.refetch()}
            />
          )}
          {tree.isPending && <div className="skeleton after-a-while h-24" />}
          {comments.map((one) => (
            <CommentCard
              key={one.id}
              comment={one}
              current={one.id === place.comment}
              answering={answering === one.id}
              onAnswer={(on) => onAnswer(on ? one.id : null)}
              onFocus={() => place.comment !== one.id && go({ comment: one.id }, true)}
            />
          ))}
          {tree.hasNextPage && (
            <button
              type="button"
              className="btn btn-s btn-ghost"
              aria-disabled={tree.isFetchingNextPage}
              onClick={() => void tree.fetchNextPage()}
            >
              {t('common.more')}
            </button>
          )}
        </div>
      </div>
      {group.post.id !== null && (
        <WriteBox media={group.post.id} account={group.comments[0]?.account_id ?? ''} platform={group.platform} />
      )}
    </section>
  );
}
