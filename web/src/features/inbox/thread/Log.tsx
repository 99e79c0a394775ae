import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowDown } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Message, Note } from '@/api/types';
import { useTranslation } from '@/i18n/use-translation';
import { useLive } from '@/lib/live/context';
import type { Thread } from '@/lib/live/model';
import { useNow } from '@/lib/now';
import { useSession } from '@/lib/session';
import { useStore } from '@/lib/store';
import { dayName } from '@/lib/time';
import { loadOlder, markRead, notesQuery } from '../api';
import { useOutbox } from '../context';
import { NoteView } from '../notes/NoteView';
import { stillPending } from '../outbox';
import { usePeople } from '../use-inbox';
import { buildItems, firstUnread, type Item, inboundAfter } from './items';
import { MessageView } from './MessageView';
import { PendingView } from './PendingView';

/** Earlier messages are asked for when this little is left above. */
const LOAD_WITHIN_PX = 600;
/** Within this the reader counts as being at the newest message. */
const AT_END_PX = 40;
/** Passing over a chat on the way to another one is not reading it. */
const READ_AFTER_MS = 400;

type Props = { thread: Thread; name: string; onReply: (message: Message) => void };

/** The messages. The scroller is laid out from its end, so what is added above never moves what is being read. */
export function Log({ thread, name, onReply }: Props) {
  const { t } = useTranslation();
  const { me } = useSession();
  const pending = useStore(useOutbox().pending);
  const scroller = useRef<HTMLDivElement>(null);
  const chat = thread.chat.value;
  const messages = useMemo(() => thread.rows.map((row) => row.value), [thread.rows]);
  const [newFrom] = useState(() => firstUnread(messages, chat.unread_count));
  const [atEnd, setAtEnd] = useState(true);
  const [leftAt, setLeftAt] = useState<string | null>(null);
  const notes = useNotes(thread);
  const mine = useMemo(() => pending.filter((item) => item.chatId === chat.id), [pending, chat.id]);
  const items = useMemo(
    () => buildItems({ messages, pending: stillPending(mine, messages, me.id), notes, newFrom, userId: me.id }),
    [messages, mine, notes, newFrom, me.id],
  );
  const older = useOlder(thread);
  useReading(thread, atEnd);

  const onScroll = () => {
    const box = scroller.current;
    if (box === null) return;
    const end = box.scrollTop > -AT_END_PX;
    if (atEnd && !end) setLeftAt(messages.at(-1)?.id ?? null);
    setAtEnd(end);
    if (box.scrollHeight - box.clientHeight + box.scrollTop < LOAD_WITHIN_PX) older.load();
  };
  const toEnd = () => scroller.current?.scrollTo({ top: 0 });
  const pendingCount = mine.length;
  useEffect(() => {
    if (pendingCount > 0) scroller.current?.scrollTo({ top: 0 });
  }, [pendingCount]);

  const missed = atEnd ? 0 : inboundAfter(messages, leftAt);
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        role="log"
        aria-live="off"
        aria-label={t('thread.messages')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={onScroll}
        className="flex h-full flex-col-reverse overflow-y-auto overscroll-contain px-3 -outline-offset-2 pane:px-5"
      >
        <div className="mx-auto flex w-full max-w-[760px] flex-col pt-4 pb-2.5">
          <Top state={older.state} older={thread.older} onRetry={older.load} />
          {items.map((item) => (
            <ItemView key={item.key} item={item} thread={thread} name={name} onReply={onReply} />
          ))}
        </div>
      </div>
      {!atEnd && (
        <button
          type="button"
          className="btn btn-s absolute bottom-2 left-1/2 -translate-x-1/2 rounded-full bg-raised shadow-mid"
          aria-label={missed === 0 ? t('thread.toEnd') : undefined}
          onClick={toEnd}
        >
          <ArrowDown size={14} aria-hidden />
          {missed > 0 && t('thread.newBelow', { count: missed })}
        </button>
      )}
      <Announcer messages={messages} name={name} />
    </div>
  );
}

function ItemView({ item, thread, name, onReply }: Props & { item: Item }) {
  const { t, language } = useTranslation();
  const now = useNow();
  const personName = usePeople();
  switch (item.kind) {
    case 'day':
      return (
        <h2 className="rule first:mt-0">
          {dayName(item.at, now, language, { today: t('thread.today'), yesterday: t('thread.yesterday') })}
        </h2>
      );
    case 'note':
      return <NoteView note={item.note} />;
    case 'new':
      return <h2 className="rule new">{t('thread.new')}</h2>;
    case 'pending':
      return <PendingView pending={item.pending} tight={item.tight} mid={item.mid} />;
    case 'message': {
      const { sent_by } = item.message;
      const quotedId = item.message.reply_to?.message_id ?? null;
      const quoted = quotedId === null ? null : thread.rows.find((row) => row.value.id === quotedId)?.value;
      return (
        <MessageView
          message={item.message}
          chat={thread.chat.value}
          customer={name}
          author={sent_by === null ? null : personName(sent_by)}
          quoted={quoted ?? null}
          tight={item.tight}
          mid={item.mid}
          onReply={onReply}
        />
      );
    }
  }
}

function Top({ state, older, onRetry }: { state: 'idle' | 'loading' | 'failed'; older: boolean; onRetry: () => void }) {
  const { t } = useTranslation();
  if (state === 'failed') {
    return (
      <p role="alert" className="flex items-center justify-center gap-2 pb-2 text-fs2 text-2">
        {t('thread.olderFailed')}
        <button type="button" className="btn btn-s" onClick={onRetry}>
          {t('common.retry')}
        </button>
      </p>
    );
  }
  return (
    <p className="pb-2 text-center text-fs2 text-3">
      {older ? state === 'loading' && t('thread.older') : t('thread.start')}
    </p>
  );
}

const NO_NOTES: readonly Note[] = [];

/** The notes that belong to the part of the thread that is loaded. */
function useNotes(thread: Thread): readonly Note[] {
  const all = useQuery(notesQuery(thread.chat.value.id)).data ?? NO_NOTES;
  const from = thread.older ? Date.parse(thread.rows[0]?.value.timestamp ?? '') : Number.NEGATIVE_INFINITY;
  return useMemo(() => all.filter((note) => Date.parse(note.created_at) >= from), [all, from]);
}

function useOlder(thread: Thread) {
  const queryClient = useQueryClient();
  const live = useLive();
  const [state, setState] = useState<'idle' | 'loading' | 'failed'>('idle');
  const load = () => {
    if (!thread.older || state === 'loading') return;
    setState('loading');
    loadOlder(queryClient, live, thread.chat.value.id).then(
      () => setState('idle'),
      () => setState('failed'),
    );
  };
  return { state, load };
}

/** Reading is having the newest message on a visible screen for a moment. */
function useReading(thread: Thread, atEnd: boolean): void {
  const [visible, setVisible] = useState(() => document.visibilityState === 'visible');
  useEffect(() => {
    const look = () => setVisible(document.visibilityState === 'visible');
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  const { id, unread_count: unread } = thread.chat.value;
  const reading = visible && atEnd && unread > 0;
  // The count is part of the condition: a message that arrives while reading is read as well.
  useEffect(() => {
    if (!reading || unread === 0) return;
    // When it fails, the chat stays unread, which is the truth; the next message or visit tries again.
    const timer = window.setTimeout(() => markRead(id).catch(() => undefined), READ_AFTER_MS);
    return () => window.clearTimeout(timer);
  }, [reading, unread, id]);
}

/** Speaks what customers write, and nothing else: neither our own messages nor what is loaded from before. */
function Announcer({ messages, name }: { messages: readonly Message[]; name: string }) {
  const { t } = useTranslation();
  const last = messages.at(-1);
  const [first] = useState(() => last?.id);
  const text =
    last !== undefined && last.id !== first && last.direction === 'inbound' && last.deleted_at === null
      ? t('thread.says', { name, text: last.content === '' ? t('message.file') : last.content })
      : '';
  return (
    <div role="status" className="sr-only">
      {text}
    </div>
  );
}
