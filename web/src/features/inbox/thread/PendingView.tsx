import clsx from 'clsx';
import { useTranslation } from '@/i18n/use-translation';
import { firstName } from '@/lib/names';
import { useSession } from '@/lib/session';
import { clock } from '@/lib/time';
import { useOutbox } from '../context';
import { drafts } from '../drafts';
import type { Pending } from '../outbox';
import { TroubleBox } from './DeliveryTrouble';

const WORDS = {
  posting: 'delivery.queued',
  waiting: 'delivery.held',
  refused: 'delivery.refused',
  stale: 'delivery.stale',
} as const;

/** A message from the moment it is sent here until the server has it. */
export function PendingView({ pending, tight, mid }: { pending: Pending; tight: boolean; mid: boolean }) {
  const { t, language } = useTranslation();
  const { me } = useSession();
  const outbox = useOutbox();
  const { message, state } = pending;
  const text = message.content === '' ? message.attachments.map((file) => file.name).join('\n') : message.content;
  const time = clock(pending.at, language);
  const words = t(WORDS[state]);
  const stopped = state === 'refused' || state === 'stale';
  const edit = () => {
    drafts.put(me.id, pending.chatId, message.content);
    outbox.discard(pending.key);
  };
  return (
    <article
      aria-label={[me.name, time, words].join(', ')}
      data-pending={state}
      className={clsx('msg out fresh', tight && 'tight', mid && 'mid', state === 'refused' ? 'failed' : 'waiting')}
    >
      <div className="bubble">{text}</div>
      {stopped ? (
        <TroubleBox
          tone={state === 'refused' ? 'bad' : 'warn'}
          title={words}
          text={state === 'stale' ? t('delivery.staleWhy') : (pending.reason ?? '')}
        >
          {message.content !== '' && (
            <button type="button" className="btn btn-s btn-inherit" onClick={edit}>
              {t('delivery.edit')}
            </button>
          )}
          <button type="button" className="btn btn-s btn-inherit" onClick={() => outbox.discard(pending.key)}>
            {t('delivery.discard')}
          </button>
        </TroubleBox>
      ) : (
        (!mid || state === 'waiting') && (
          <p className="mt-[3px] flex gap-[5px] px-0.5 text-fs1 text-3">
            <span>
              <bdi>{firstName(me.name)}</bdi> · <bdi>{time}</bdi> · {words}
            </span>
          </p>
        )
      )}
    </article>
  );
}
