import { useQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import { ChevronLeft, Copy, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import type { Chat } from '@/api/types';
import { Face } from '@/components/ui/Face';
import { useTranslation } from '@/i18n/use-translation';
import { focusSoon } from '@/lib/focus';
import { useLive } from '@/lib/live/context';
import { platformName } from '@/lib/names';
import { useNow } from '@/lib/now';
import { useSession } from '@/lib/session';
import { dateOf, fullTime } from '@/lib/time';
import { windowAt } from '@/lib/window';
import { threadQuery } from '../api';
import { PERSON_BUTTON } from '../thread/ThreadHeader';
import { useTimeLeft } from '../time-left';
import { useCustomerName } from '../use-inbox';
import { LabelEditor } from './LabelEditor';
import { RecordConversion } from './RecordConversion';
import { Timeline } from './Timeline';

type Props = { chatId: string; shown: boolean; onClose: () => void };

/** What is known of the customer: a column on wide screens, a drawer below 1180 px, a pane of its own on a phone. */
export function PersonPane({ chatId, shown, onClose }: Props) {
  const { t } = useTranslation();
  const chat = useQuery(threadQuery(chatId, useLive())).data?.chat.value;
  const nameOf = useCustomerName();
  const close = useRef<HTMLButtonElement>(null);
  const before = useRef(shown);
  useEffect(() => {
    if (shown) close.current?.focus();
    else if (before.current) focusSoon(() => document.getElementById(PERSON_BUTTON));
    before.current = shown;
  }, [shown]);
  if (chat === undefined) return <div className="border-s border-line bg-panel max-desk:hidden" />;
  const name = nameOf(chat);
  return (
    <aside
      aria-label={t('person.label', { name })}
      className={clsx(
        'flex min-h-0 min-w-0 flex-col bg-panel pane:border-s pane:border-line',
        shown
          ? 'max-desk:absolute max-desk:inset-y-0 max-desk:end-0 max-desk:z-[var(--z-drawer)] max-desk:w-80 max-desk:shadow-high max-pane:static max-pane:w-auto max-pane:shadow-none'
          : 'max-desk:hidden',
      )}
    >
      <header className="flex h-[var(--bar)] flex-none items-center gap-2 border-b border-line px-3 desk:hidden">
        <button
          ref={close}
          type="button"
          className="btn btn-ghost btn-icon -ms-1.5"
          aria-label={t('thread.backToChat')}
          onClick={onClose}
        >
          <ChevronLeft size={20} className="pane:hidden rtl:rotate-180" aria-hidden />
          <X size={16} className="max-pane:hidden" aria-hidden />
        </button>
        <h2 className="text-fs4">{t('person.title')}</h2>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="px-4 pt-[18px] pb-3.5 text-center">
          <Face
            id={chat.instagram_user_id}
            name={name}
            picture={chat.profile_pic_url}
            platform={chat.platform}
            size={60}
          />
          <h2 dir="auto" className="mt-2 text-fs5">
            {name}
          </h2>
          <p className="text-2">{platformName(chat.platform)}</p>
          <LabelEditor chat={chat} />
        </div>
        <Facts chat={chat} />
        <Timeline chatId={chatId} />
      </div>
      <RecordConversion key={chatId} chatId={chatId} name={name} />
    </aside>
  );
}

function Facts({ chat }: { chat: Chat }) {
  const { t, language } = useTranslation();
  const sayWindow = useSayWindow();
  const time = (at: string | null) => (at === null ? t('person.never') : fullTime(Date.parse(at), language));
  return (
    <dl className="grid grid-cols-[96px_minmax(0,1fr)] gap-x-2 gap-y-1.5 border-t border-line px-4 py-3 text-fs2 leading-[18px]">
      <Fact name={platformName(chat.platform)}>
        <span className="cut font-mono" title={chat.instagram_user_id}>
          {chat.instagram_user_id}
        </span>
        <button
          type="button"
          className="-my-1 grid size-6 flex-none place-items-center rounded-row text-3 hover:bg-hover hover:text-1"
          aria-label={t('person.copyId')}
          onClick={() => void navigator.clipboard?.writeText(chat.instagram_user_id)}
        >
          <Copy size={14} aria-hidden />
        </button>
      </Fact>
      <Fact name={t('person.account')}>
        <span className="cut font-mono" title={chat.facebook_page_id}>
          {chat.facebook_page_id}
        </span>
      </Fact>
      <Fact name={t('person.status')}>{t(`person.${chat.state}`)}</Fact>
      <Fact name={t('person.agent')}>{chat.assigned_agent?.name ?? t('inbox.nobody')}</Fact>
      <Fact name={t('person.window')}>{sayWindow(chat)}</Fact>
      <Fact name={t('person.lastIn')}>{time(chat.last_incoming_at)}</Fact>
      <Fact name={t('person.lastOut')}>{time(chat.last_outgoing_at)}</Fact>
      <Fact name={t('person.first')}>{dateOf(Date.parse(chat.created_at), language)}</Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-3">{name}</dt>
      <dd className="flex min-w-0 items-center gap-1.5">{children}</dd>
    </>
  );
}

function useSayWindow(): (chat: Chat) => string {
  const { t } = useTranslation();
  const { config } = useSession();
  const now = useNow();
  const sayLeft = useTimeLeft();
  return (chat) => {
    const { state, endsAt } = windowAt(chat.reply_window, chat.last_incoming_at, config.human_agent, now);
    const left = endsAt === null ? '' : sayLeft(endsAt, now);
    switch (state) {
      case 'open':
        return t('person.windowOpen', { left });
      case 'human_agent':
        return t('person.windowPerson', { left });
      case 'closed':
        return t('person.windowClosed');
      default:
        return t('person.windowUnknown');
    }
  };
}
