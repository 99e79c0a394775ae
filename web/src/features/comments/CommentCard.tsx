import clsx from 'clsx';
import { CornerUpLeft, Eye, EyeOff, Lock, MessageSquare, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Face } from '@/components/ui/Face';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { useNow } from '@/lib/now';
import { useSession } from '@/lib/session';
import { useStore } from '@/lib/store';
import { fullTime, listTime } from '@/lib/time';
import { tell } from '@/lib/toast';
import { AnswerBox } from './AnswerBox';
import type { Comment } from './model';
import { useDeletions, useHide } from './use-comments';

type Props = {
  comment: Comment;
  current: boolean;
  answering: boolean;
  onAnswer: (on: boolean) => void;
  onFocus: () => void;
};

/** A comment with what can be done about it, and the answers below it. */
export function CommentCard({ comment, current, answering, onAnswer, onFocus }: Props) {
  const { t } = useTranslation();
  const name = comment.username ?? t('comments.somebody');
  return (
    <article
      data-card={comment.id}
      aria-label={t('comments.by', { name })}
      onFocus={onFocus}
      className={clsx(
        'rounded-card border p-3',
        current ? 'border-accent bg-selected' : 'border-transparent',
        comment.hidden && 'bg-[repeating-linear-gradient(135deg,transparent_0_8px,var(--line)_8px_9px)]',
      )}
    >
      <div className="flex gap-3">
        <Face id={comment.author_id ?? comment.id} name={name} picture={comment.profile_pic} size={32} />
        <div className="min-w-0 flex-1">
          <Words
            name={name}
            own={comment.own}
            hidden={comment.hidden}
            deleted={comment.action === 'deleted'}
            text={comment.text}
            at={comment.timestamp}
          />
          {comment.attachments.map(
            (file) =>
              file.url !== null && (
                <a key={file.url} href={file.url} target="_blank" rel="noreferrer noopener" className="mt-1.5 block">
                  <img
                    src={file.url}
                    alt={t('comments.photoBy', { name })}
                    loading="lazy"
                    className="max-h-48 rounded-card"
                  />
                </a>
              ),
          )}
          {comment.private_reply_at !== null && (
            <p className="mt-1">
              <span className="chip chip-accent">
                <Lock size={12} aria-hidden />
                {t('comments.privateSent')}
              </span>
            </p>
          )}
          {comment.action !== 'deleted' && (
            <Tools id={comment.id} own={comment.own} hidden={comment.hidden} onReply={() => onAnswer(!answering)} />
          )}
        </div>
      </div>
      {answering && <AnswerBox comment={comment} name={name} onClose={() => onAnswer(false)} />}
      {comment.replies.length > 0 && (
        <ol aria-label={t('comments.answersTo', { name })} className="ms-4 mt-2 grid gap-2 border-s border-line ps-4">
          {comment.replies.map((reply) => (
            <Reply key={reply.id} reply={reply} />
          ))}
        </ol>
      )}
    </article>
  );
}

function Reply({ reply }: { reply: Comment['replies'][number] }) {
  const { t } = useTranslation();
  const gone = useStore(useDeletions().items);
  const name = reply.username ?? t('comments.somebody');
  if (gone.get(reply.id)?.state === 'waiting') return null;
  return (
    <li className="flex gap-2.5">
      <Face id={name} name={name} size={24} />
      <div className="min-w-0 flex-1">
        <Words
          name={name}
          own={reply.own}
          hidden={reply.hidden}
          deleted={false}
          text={reply.text}
          at={reply.timestamp}
        />
        <Tools id={reply.id} own={reply.own} hidden={reply.hidden} onReply={null} />
      </div>
    </li>
  );
}

type WordsProps = { name: string; own: boolean; hidden: boolean; deleted: boolean; text: string; at: string };

function Words({ name, own, hidden, deleted, text, at }: WordsProps) {
  const { t, language } = useTranslation();
  const now = useNow();
  const time = Date.parse(at);
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <b dir="auto" className="font-semibold">
          {name}
        </b>
        {own && <span className="chip">{t('comments.you')}</span>}
        {hidden && (
          <span className="chip">
            <EyeOff size={12} aria-hidden />
            {t('comments.hidden')}
          </span>
        )}
        {deleted && <span className="chip chip-bad">{t('comments.deleted')}</span>}
        <time dateTime={at} title={fullTime(time, language)} className="num text-fs2 text-3">
          {listTime(time, now, language, t('comments.yesterday'))}
        </time>
      </p>
      <p
        dir="auto"
        className={clsx(
          'text-fs4 whitespace-pre-wrap [overflow-wrap:anywhere]',
          (hidden || deleted) && 'text-3 line-through',
        )}
      >
        {text === '' ? t('comments.photoOnly') : text}
      </p>
    </>
  );
}

type ToolsProps = { id: string; own: boolean; hidden: boolean; onReply: (() => void) | null };

function Tools({ id, own, hidden, onReply }: ToolsProps) {
  const { t } = useTranslation();
  const { me } = useSession();
  const hide = useHide();
  const deletions = useDeletions();
  const deleting = useStore(deletions.items).get(id);
  const [problem, setProblem] = useState<string | null>(null);
  const toggle = async () => {
    setProblem(null);
    const failed = await hide([{ id, hidden }], !hidden);
    setProblem(failed.get(id) ?? null);
  };
  const remove = () => {
    deletions.begin([id]);
    tell(t('comments.bulkDeleted', { count: 1 }), () => deletions.undo([id]));
  };
  const failed = deleting?.state === 'failed' ? deleting.reason : problem;
  return (
    <>
      <div className="-ms-2 mt-0.5 flex flex-wrap gap-x-1">
        {onReply !== null && (
          <Tool
            icon={own ? <MessageSquare size={14} aria-hidden /> : <CornerUpLeft size={14} aria-hidden />}
            onClick={onReply}
          >
            {t('comments.reply')}
          </Tool>
        )}
        {!own && (
          <Tool
            icon={hidden ? <Eye size={14} aria-hidden /> : <EyeOff size={14} aria-hidden />}
            onClick={() => void toggle()}
          >
            {t(hidden ? 'comments.unhide' : 'comments.hide')}
          </Tool>
        )}
        {me.role === 'admin' && (
          <Tool icon={<Trash2 size={14} aria-hidden />} bad onClick={remove}>
            {t('comments.delete')}
          </Tool>
        )}
      </div>
      {failed !== null && (
        <div className="mt-1">
          <Say tone="bad" alert>
            {t('comments.notDone', { reason: failed })}
          </Say>
        </div>
      )}
    </>
  );
}

type ToolProps = { icon: ReactNode; bad?: boolean; onClick: () => void; children: ReactNode };

function Tool({ icon, bad = false, onClick, children }: ToolProps) {
  return (
    <button type="button" className={clsx('btn btn-s btn-ghost !px-2', bad && 'btn-bad')} onClick={onClick}>
      {icon}
      {children}
    </button>
  );
}
