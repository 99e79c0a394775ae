import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import { Lock, Timer } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { randomId } from '@/lib/id';
import { measure } from '@/lib/limits';
import { appName } from '@/lib/names';
import { useNow } from '@/lib/now';
import { dateOf } from '@/lib/time';
import { timeLeft } from '@/lib/window';
import { type AnswerKind, answerComment, patchComment } from './api';
import { type Comment, type PrivateRule, privateRule } from './model';

type Props = { comment: Comment; name: string; onClose: () => void };

/** Answers a comment: under it for all to see, or once in private. */
export function AnswerBox({ comment, name, onClose }: Props) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const field = useRef<HTMLTextAreaElement>(null);
  const fieldId = useId();
  const now = useNow();
  const rule = privateRule(comment, now);
  const [kind, setKind] = useState<AnswerKind>('public');
  const [text, setText] = useState('');
  const [key, setKey] = useState(randomId);
  const size = measure(text, comment.platform);
  const tooLong = kind === 'private' && size.used > size.max;
  const blocked = kind === 'private' && rule.kind !== 'open';
  const send = useMutation({
    mutationFn: () => answerComment(comment, kind, key, text.trim()),
    onSuccess: async (sent) => {
      setKey(randomId());
      if (sent.kind === 'unknown') return;
      setText('');
      if (kind === 'private') patchComment(queryClient, comment.id, { private_reply_at: new Date().toISOString() });
      else onClose();
      await queryClient.invalidateQueries({ queryKey: ['comments'] });
    },
  });
  useEffect(() => field.current?.focus(), []);
  const submit = () => {
    if (text.trim() !== '' && !tooLong && !blocked && !send.isPending) send.mutate();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') onClose();
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
    else return;
    event.preventDefault();
  };
  const sent = send.data;
  return (
    <form
      aria-label={t('comments.answer', { name })}
      className="ms-11 mt-2.5 rounded-card border border-line-control bg-panel focus-within:border-focus light:bg-[#fff] max-pane:ms-0"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="flex flex-wrap items-center gap-1 px-2 pt-1.5">
        {(['public', 'private'] as const).map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={kind === one}
            onClick={() => {
              setKind(one);
              send.reset();
              field.current?.focus();
            }}
            className={clsx(
              'flex h-[26px] items-center gap-1.5 rounded-row px-2.5 text-fs2 font-medium pointer-coarse:h-9',
              kind === one ? 'bg-accent-soft text-accent-text' : 'text-2 hover:text-1',
            )}
          >
            {one === 'private' && <Lock size={12} aria-hidden />}
            {t(`comments.kind.${one}`)}
          </button>
        ))}
        <TimeLeft rule={rule} now={now} />
      </div>
      {blocked ? (
        <div className="px-3.5 py-3 text-2">
          <Why rule={rule} name={name} />
        </div>
      ) : (
        <>
          <label htmlFor={fieldId} className="sr-only">
            {t(`comments.kind.${kind}`)}
          </label>
          <textarea
            ref={field}
            id={fieldId}
            rows={2}
            value={text}
            dir="auto"
            placeholder={t(`comments.placeholder.${kind}`)}
            aria-invalid={tooLong}
            aria-describedby={`${fieldId}-hint`}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={onKeyDown}
            className="block max-h-[8lh] min-h-[58px] w-full resize-none field-sizing-content px-3.5 pt-2 pb-1 text-fs4 outline-none max-pane:text-[16px]"
          />
          {kind === 'private' && (
            <p id={`${fieldId}-hint`} className="px-3.5 text-fs2 text-3">
              {t('comments.privateHint', { name })}
            </p>
          )}
        </>
      )}
      {send.isError && (
        <div className="p-2">
          <Say tone="bad" alert>
            {send.error.message}
          </Say>
        </div>
      )}
      {sent?.kind === 'unknown' && (
        <div className="p-2">
          <Say tone="warn" alert>
            {t('comments.unknown', { app: appName(comment.platform) })}
          </Say>
        </div>
      )}
      {sent?.kind === 'sent' && kind === 'private' && (
        <p role="status" className="flex flex-wrap gap-2 px-3.5 pb-1 text-ok-text">
          {t('comments.privateDone')}
          {sent.chatId !== null && (
            <Link to="/inbox/$chatId" params={{ chatId: sent.chatId }} className="underline">
              {t('comments.openChat')}
            </Link>
          )}
        </p>
      )}
      <div className="flex items-center justify-end gap-2 px-2 pt-1 pb-2">
        {kind === 'private' && !blocked && (
          <span className={clsx('num me-auto ps-1.5 text-fs1', tooLong ? 'text-bad-text' : 'text-3')}>
            {t(`comments.size.${size.unit}`, { used: size.used, max: size.max })}
          </span>
        )}
        <button type="button" className="btn btn-ghost" onClick={onClose}>
          {t('common.cancel')}
        </button>
        {!blocked && (
          <button
            type="submit"
            className="btn btn-primary"
            aria-disabled={text.trim() === '' || tooLong || send.isPending}
          >
            {t(`comments.send.${kind}`)}
          </button>
        )}
      </div>
    </form>
  );
}

function TimeLeft({ rule, now }: { rule: PrivateRule; now: number }) {
  const { t } = useTranslation();
  if (rule.kind !== 'open') return null;
  const { days, hours, minutes } = timeLeft(rule.until, now);
  const left = days > 0 ? t('comments.daysLeft', { days, hours }) : t('comments.hoursLeft', { hours, minutes });
  return (
    <span className="chip ms-auto" title={t('comments.leftTitle')}>
      <Timer size={12} aria-hidden />
      {left}
    </span>
  );
}

function Why({ rule, name }: { rule: PrivateRule; name: string }) {
  const { t, language } = useTranslation();
  switch (rule.kind) {
    case 'sent':
      return t('comments.why.sent', { date: dateOf(rule.at, language), name });
    case 'over':
      return t('comments.why.over', { name });
    default:
      return t('comments.why.never');
  }
}
