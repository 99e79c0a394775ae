import clsx from 'clsx';
import { Copy, CornerUpLeft } from 'lucide-react';
import { memo } from 'react';
import type { Chat, Message } from '@/api/types';
import { Face } from '@/components/ui/Face';
import { useTranslation } from '@/i18n/use-translation';
import { appName, firstName } from '@/lib/names';
import { clock, fullTime } from '@/lib/time';
import { Content } from './Content';
import { DeliveryTrouble } from './DeliveryTrouble';
import { ReactionMenu } from './ReactionMenu';

export type MessageProps = {
  message: Message;
  chat: Chat;
  customer: string;
  /** The colleague who wrote it; null when it was not written here. */
  author: string | null;
  quoted: Message | null;
  tight: boolean;
  mid: boolean;
  onReply: (message: Message) => void;
};

export const MessageView = memo(function MessageView(props: MessageProps) {
  const { message, chat, customer, tight, mid, onReply } = props;
  const inbound = message.direction === 'inbound';
  const trouble = !inbound && (message.delivery_status === 'failed' || message.delivery_status === 'unknown');
  const meta = useMeta(props);
  const under = !mid || message.edited_at !== null || isOnItsWay(message);
  return (
    <article
      aria-label={meta.label}
      data-message={message.id}
      className={clsx(
        'msg',
        inbound ? 'in' : 'out',
        tight && 'tight',
        mid && 'mid',
        message.delivery_status === 'failed' && 'failed',
        message.delivery_status === 'unknown' && 'unsure',
      )}
    >
      {inbound && !mid && <Face id={chat.instagram_user_id} name={customer} picture={chat.profile_pic_url} size={26} />}
      <Content {...props} />
      <Reactions message={message} customer={customer} />
      {under && (!trouble || message.edited_at !== null) && (
        <p className="mt-[3px] flex min-h-4 flex-wrap items-center gap-x-[5px] px-0.5 text-fs1 text-3">{meta.line}</p>
      )}
      {trouble && <DeliveryTrouble message={message} />}
      {message.deleted_at === null && <Tools message={message} onReply={onReply} />}
    </article>
  );
});

function isOnItsWay(message: Message): boolean {
  return message.delivery_status === 'queued' || message.delivery_status === 'sending';
}

/** The line under a bubble: who, when, and how far it came. Instagram never says "delivered", so neither do we. */
function useMeta({ message, customer, author }: MessageProps) {
  const { t, language } = useTranslation();
  const at = Date.parse(message.timestamp);
  const time = clock(at, language);
  const inbound = message.direction === 'inbound';
  const elsewhere = t('thread.elsewhere', { app: appName(message.platform) });
  const who = inbound ? customer : author === null ? elsewhere : firstName(author);
  const status = inbound ? null : t(`delivery.${message.delivery_status}`);
  const parts = [
    ...(inbound
      ? []
      : [
          <span key="who">
            <bdi>{who}</bdi> ·
          </span>,
        ]),
    <time key="at" dateTime={message.timestamp} title={fullTime(at, language)}>
      {time}
    </time>,
    ...(message.edited_at === null ? [] : [<span key="edited">· {t('message.edited')}</span>]),
    ...(status === null ? [] : [<span key="state">· {status}</span>]),
    // What waits may say why: a limit of the platform, a reconnect that is due.
    ...(isOnItsWay(message) && message.error !== null
      ? [
          <span key="why">
            · <bdi>{message.error.detail}</bdi>
          </span>,
        ]
      : []),
  ];
  const label = [who, time, ...(status === null ? [] : [status])].join(', ');
  return { line: parts, label };
}

function Reactions({ message, customer }: { message: Message; customer: string }) {
  const { t } = useTranslation();
  if (message.deleted_at !== null || message.reactions.length === 0) return null;
  return (
    <span className="react">
      {message.reactions.map((reaction) => {
        const name = reaction.from === 'customer' ? firstName(customer) : t('message.business');
        const emoji = reaction.emoji ?? reaction.reaction ?? '❤';
        return (
          <span key={reaction.from} role="img" aria-label={t('message.reacted', { name, emoji })}>
            {emoji} <bdi>{name}</bdi>
          </span>
        );
      })}
    </span>
  );
}

function Tools({ message, onReply }: { message: Message; onReply: (message: Message) => void }) {
  const { t } = useTranslation();
  const shape = 'grid h-6 w-[26px] place-items-center rounded-chip text-2 hover:bg-hover hover:text-1';
  const canAnswer = message.meta_message_id !== null;
  return (
    <div role="toolbar" aria-label={t('thread.tools')} className="tools">
      {canAnswer && (
        <button
          type="button"
          className={shape}
          aria-label={t('thread.reply')}
          title={t('thread.reply')}
          onClick={() => onReply(message)}
        >
          <CornerUpLeft size={14} aria-hidden />
        </button>
      )}
      {canAnswer && message.direction === 'inbound' && <ReactionMenu message={message} className={shape} />}
      {message.content !== '' && (
        <button
          type="button"
          className={shape}
          aria-label={t('thread.copy')}
          title={t('thread.copy')}
          onClick={() => void navigator.clipboard?.writeText(message.content)}
        >
          <Copy size={14} aria-hidden />
        </button>
      )}
    </div>
  );
}
