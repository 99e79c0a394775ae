import clsx from 'clsx';
import { EyeOff, ImageOff, Lock } from 'lucide-react';
import { useState } from 'react';
import { Face } from '@/components/ui/Face';
import { useTranslation } from '@/i18n/use-translation';
import { platformName } from '@/lib/names';
import { useNow } from '@/lib/now';
import { dateOf, listTime } from '@/lib/time';
import type { Comment, PostGroup } from './model';

type Props = {
  group: PostGroup;
  current: string | null;
  chosen: ReadonlySet<string>;
  onOpen: (comment: string) => void;
  onChoose: (comment: string, range: boolean) => void;
};

/** One post of the queue with the comments under it that wait. */
export function QueueGroup({ group, current, chosen, onOpen, onChoose }: Props) {
  const { t, language } = useTranslation();
  const { post } = group;
  const caption = post.caption?.trim() || t('comments.noCaption');
  const date = post.timestamp === null ? null : dateOf(Date.parse(post.timestamp), language);
  return (
    <section aria-label={caption} className="pt-3">
      <header className="flex items-center gap-3 px-2.5 pb-1.5">
        <Thumbnail url={post.media_url} size={34} />
        <span className="min-w-0">
          <span dir="auto" className="cut along block font-semibold" title={caption}>
            {caption}
          </span>
          <span className="cut block text-fs2 text-3">
            <bdi>{platformName(group.platform)}</bdi>
            {date !== null && ` · ${date}`} · {t('comments.count', { count: group.comments.length })}
          </span>
        </span>
      </header>
      <ul>
        {group.comments.map((comment) => (
          <Row
            key={comment.id}
            comment={comment}
            current={comment.id === current}
            chosen={chosen.has(comment.id)}
            onOpen={() => onOpen(comment.id)}
            onChoose={(range) => onChoose(comment.id, range)}
          />
        ))}
      </ul>
    </section>
  );
}

type RowProps = {
  comment: Comment;
  current: boolean;
  chosen: boolean;
  onOpen: () => void;
  onChoose: (range: boolean) => void;
};

function Row({ comment, current, chosen, onOpen, onChoose }: RowProps) {
  const { t, language } = useTranslation();
  const now = useNow();
  const name = comment.username ?? t('comments.somebody');
  return (
    <li
      className={clsx(
        'ease-colour group relative flex gap-2.5 rounded-control py-2 ps-2.5 pe-2.5',
        current
          ? 'bg-selected before:absolute before:inset-y-2.5 before:start-0 before:w-[3px] before:rounded-xs before:bg-linear-to-b before:from-[var(--accent)] before:to-[var(--accent-2)]'
          : 'hover:bg-hover',
      )}
    >
      <span className="relative grid size-7 flex-none place-items-center">
        <span className={clsx('group-focus-within:invisible group-hover:invisible', chosen && 'invisible')}>
          <Face id={comment.author_id ?? comment.id} name={name} picture={comment.profile_pic} size={28} />
        </span>
        <input
          type="checkbox"
          aria-label={t('comments.choose', { name })}
          checked={chosen}
          onChange={() => undefined}
          onClick={(event) => onChoose(event.shiftKey)}
          className={clsx(
            'absolute size-4 accent-[var(--accent)] pointer-coarse:size-5',
            !chosen && 'opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-0',
          )}
        />
      </span>
      <button
        type="button"
        data-comment={comment.id}
        aria-current={current ? 'true' : undefined}
        className="min-w-0 flex-1 text-start"
        onClick={onOpen}
      >
        <span className="flex items-baseline gap-2">
          <bdi className="cut font-medium">{name}</bdi>
          <time dateTime={comment.timestamp} className="num ms-auto flex-none text-fs1 text-3">
            {listTime(Date.parse(comment.timestamp), now, language, t('comments.yesterday'))}
          </time>
        </span>
        <span
          dir="auto"
          className={clsx('along line-clamp-2 text-2 [overflow-wrap:anywhere]', comment.hidden && 'line-through')}
        >
          {comment.text === '' ? t('comments.photoOnly') : comment.text}
        </span>
        <span className="mt-1 flex flex-wrap gap-1 empty:hidden">
          {comment.hidden && (
            <span className="chip">
              <EyeOff size={12} aria-hidden />
              {t('comments.hidden')}
            </span>
          )}
          {comment.private_reply_at !== null && (
            <span className="chip chip-accent">
              <Lock size={12} aria-hidden />
              {t('comments.privateSent')}
            </span>
          )}
          {comment.action === 'deleted' && <span className="chip chip-bad">{t('comments.deleted')}</span>}
        </span>
      </button>
    </li>
  );
}

/** The picture of a post; Meta's addresses expire, so a missing one is ordinary. */
export function Thumbnail({ url, size }: { url: string | null; size: number }) {
  const [broken, setBroken] = useState<string | null>(null);
  const style = { width: size, height: size };
  if (url === null || url === broken) {
    return (
      <span className="grid flex-none place-items-center rounded-row bg-raised text-3" style={style} aria-hidden="true">
        <ImageOff size={Math.min(20, size / 2)} />
      </span>
    );
  }
  return (
    <img
      src={url}
      alt=""
      loading="lazy"
      className="flex-none rounded-row object-cover"
      style={style}
      onError={() => setBroken(url)}
    />
  );
}
