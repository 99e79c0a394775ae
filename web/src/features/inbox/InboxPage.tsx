import clsx from 'clsx';
import { MessagesSquare } from 'lucide-react';
import { useEffect } from 'react';
import { Empty } from '@/components/ui/States';
import { useTranslation } from '@/i18n/use-translation';
import { useLive } from '@/lib/live/context';
import { useEscape } from '@/lib/shortcuts';
import { useStore } from '@/lib/store';
import { OutboxContext } from './context';
import { ChatListPane } from './list/ChatListPane';
import { PersonPane } from './person/PersonPane';
import { ThreadPane } from './thread/ThreadPane';
import { useInboxPlace, useSessionOutbox } from './use-inbox';

/** List, thread and person side by side; below 1180 px the person is a drawer, below 760 px one pane at a time. */
export function InboxPage() {
  const { t } = useTranslation();
  const { chatId, search, open, change } = useInboxPlace();
  const outbox = useSessionOutbox();
  const socket = useStore(useLive().status).socket.kind;
  const person = search.person === true && chatId !== null;
  useEffect(() => {
    if (socket === 'open') outbox.wake();
  }, [socket, outbox]);
  const back = () => {
    const { person: shown, ...rest } = search;
    if (shown === true) change(rest);
    else if (chatId !== null) open(null);
  };
  useEscape(back);
  return (
    <OutboxContext value={outbox}>
      <main
        id="main"
        aria-label={t('inbox.title')}
        className="relative grid min-h-0 min-w-0 flex-1 grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,1fr)] overflow-hidden border-line bg-card max-pane:border-t pane:grid-cols-[var(--list)_minmax(0,1fr)] pane:rounded-card pane:border desk:grid-cols-[var(--list)_minmax(0,1fr)_var(--side)]"
      >
        <h1 className="sr-only">{t('inbox.title')}</h1>
        <ChatListPane className={clsx(chatId !== null && 'max-pane:hidden')} />
        {chatId === null ? (
          <section className="grid min-w-0 border-s border-line max-pane:hidden desk:col-span-2">
            <Empty icon={MessagesSquare} title={t('inbox.pick')} text={t('inbox.pickHint')} />
          </section>
        ) : (
          <>
            <ThreadPane key={chatId} chatId={chatId} className={clsx(person && 'max-pane:hidden')} />
            <PersonPane chatId={chatId} shown={person} onClose={back} />
          </>
        )}
      </main>
    </OutboxContext>
  );
}
