import clsx from 'clsx';
import { Plus } from 'lucide-react';
import { memo } from 'react';
import type { Chat } from '@/api/types';
import { Face } from '@/components/ui/Face';
import { useTranslation } from '@/i18n/use-translation';
import { useNow } from '@/lib/now';
import { listTime } from '@/lib/time';
import { useCustomerName } from '../use-inbox';
import { WindowChip } from './WindowChip';

/** The mark of a label keeps its colour from chat to chat. */
const LABEL_COLOURS = 5;

export function labelColour(label: string): string {
  let hash = 0;
  for (const character of label) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return `var(--s${(hash % LABEL_COLOURS) + 1})`;
}

export const ChatRow = memo(function ChatRow({ chat, selected }: { chat: Chat; selected: boolean }) {
  const { t, language } = useTranslation();
  const now = useNow();
  const name = useCustomerName()(chat);
  const unread = chat.unread_count > 0;
  const label = chat.labels[0];
  return (
    <div
      className={clsx(
        'ease-colour relative grid grid-cols-[36px_minmax(0,1fr)] gap-x-3 rounded-control px-2.5 py-[var(--row-y)] text-2',
        selected
          ? 'bg-selected [--ground:var(--selected)] before:absolute before:inset-y-2.5 before:start-0 before:w-[3px] before:rounded-xs before:bg-linear-to-b before:from-[var(--accent)] before:to-[var(--accent-2)]'
          : 'hover:bg-hover hover:[--ground:var(--hover)]',
      )}
    >
      <Face id={chat.instagram_user_id} name={name} picture={chat.profile_pic_url} platform={chat.platform} />
      <div className="min-w-0">
        <div className="flex items-baseline gap-2">
          <span dir="auto" className={clsx('cut text-1', unread ? 'font-[650]' : 'font-medium')} title={name}>
            {name}
          </span>
          <time
            dateTime={chat.updated_at}
            className={clsx('num ms-auto flex-none text-fs1', unread ? 'text-accent-text' : 'text-3')}
          >
            {listTime(Date.parse(chat.updated_at), now, language, t('thread.yesterday'))}
          </time>
        </div>
        <div className="mt-px flex items-center gap-1.5">
          <LastLine chat={chat} unread={unread} />
          {unread && (
            <span
              role="img"
              className="num h-[18px] min-w-[18px] flex-none rounded-full bg-accent px-[5px] text-center text-fs1 leading-[18px] font-semibold text-on-accent"
              aria-label={t('inbox.unread', { count: chat.unread_count })}
            >
              {chat.unread_count > 99 ? '99+' : chat.unread_count}
            </span>
          )}
        </div>
        <div className="mt-[5px] flex min-h-[18px] items-center gap-2">
          <WindowChip chat={chat} />
          {label !== undefined && (
            <span className="flex min-w-0 items-center gap-[5px] text-fs1 text-2">
              <span className="size-[7px] flex-none rounded-[2px]" style={{ background: labelColour(label) }} />
              <span dir="auto" className="cut">
                {label}
              </span>
            </span>
          )}
          <span className="ms-auto flex">
            <Assignee chat={chat} />
          </span>
        </div>
      </div>
    </div>
  );
});

function LastLine({ chat, unread }: { chat: Chat; unread: boolean }) {
  const { t } = useTranslation();
  const ours =
    chat.last_outgoing_at !== null &&
    (chat.last_incoming_at === null || Date.parse(chat.last_outgoing_at) > Date.parse(chat.last_incoming_at));
  const text = chat.last_message === null || chat.last_message === '' ? t('inbox.noMessage') : chat.last_message;
  return (
    <span className={clsx('flex min-w-0 flex-1 gap-1', unread && 'text-1')} title={text}>
      {ours && <span className="flex-none">{t('inbox.you')}</span>}{' '}
      <span dir="auto" className="cut along flex-1">
        {text}
      </span>
    </span>
  );
}

function Assignee({ chat }: { chat: Chat }) {
  const { t } = useTranslation();
  if (chat.assigned_to !== null) {
    const name = chat.assigned_agent?.name ?? t('thread.colleague');
    return <Face id={chat.assigned_to} name={name} size={18} label={t('inbox.assignedTo', { name })} />;
  }
  return (
    <span
      role="img"
      aria-label={t('inbox.nobody')}
      title={t('inbox.nobody')}
      className="grid size-[18px] place-items-center rounded-full border border-dashed border-line-control text-3"
    >
      <Plus size={12} aria-hidden />
    </span>
  );
}
