import { useEffect, useRef } from 'react';
import type { Message } from '@/api/types';
import { useTranslation } from '@/i18n/use-translation';
import { useNow } from '@/lib/now';
import { usePeople } from '../use-inbox';

type Props = { answer: Message; onSend: () => void; onKeep: () => void };

/** Asked before a second answer goes out that does not know of the first. */
export function Meanwhile({ answer, onSend, onKeep }: Props) {
  const { t } = useTranslation();
  const now = useNow();
  const personName = usePeople();
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);
  const seconds = Math.max(1, Math.round((now - Date.parse(answer.timestamp)) / 1000));
  const ago =
    seconds < 60
      ? t('composer.secondsAgo', { count: seconds })
      : t('composer.minutesAgo', { count: Math.round(seconds / 60) });
  const name = answer.sent_by === null ? t('thread.colleague') : personName(answer.sent_by);
  return (
    <div role="alert" className="mx-2 mb-1 rounded-control bg-warn-soft px-3 py-2 text-warn-text">
      <p>{t('composer.meanwhile', { name, ago })}</p>
      <p dir="auto" className="cut text-fs2 opacity-90">
        {answer.content === '' ? t('message.file') : answer.content}
      </p>
      <div className="mt-1.5 flex gap-2">
        <button ref={keep} type="button" className="btn btn-s btn-inherit" onClick={onKeep}>
          {t('composer.meanwhileKeep')}
        </button>
        <button type="button" className="btn btn-s btn-inherit" onClick={onSend}>
          {t('composer.meanwhileSend')}
        </button>
      </div>
    </div>
  );
}
