import { useInfiniteQuery } from '@tanstack/react-query';
import { AtSign, Inbox, Link, Lock, type LucideIcon, Megaphone, MessageCircle, Send, Target } from 'lucide-react';
import { useState } from 'react';
import type { Entry } from '@/api/types';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { useNow } from '@/lib/now';
import { fullTime, listTime } from '@/lib/time';
import { timelineQuery } from '../api';
import { useSayEntry } from './use-say-entry';

/** Everything that is known of this customer, newest first: comments, mentions, ads, conversions, notes and messages. */
export function Timeline({ chatId }: { chatId: string }) {
  const { t } = useTranslation();
  const [messages, setMessages] = useState(false);
  const timeline = useInfiniteQuery(timelineQuery(chatId));
  const all = timeline.data?.pages.flatMap((page) => page.entries) ?? [];
  const shown = messages ? all : all.filter((entry) => entry.kind !== 'message');
  return (
    <section aria-label={t('timeline.title')} className="border-t border-line px-4 py-3">
      <header className="flex items-center justify-between gap-2">
        <h3 className="text-fs2 font-medium text-3">{t('timeline.title')}</h3>
        <label className="flex items-center gap-1.5 text-fs2 text-2">
          <input
            type="checkbox"
            className="accent-[var(--accent)]"
            checked={messages}
            onChange={(event) => setMessages(event.target.checked)}
          />
          {t('timeline.messages')}
        </label>
      </header>
      {timeline.isError && (
        <div className="mt-2">
          <Say tone="bad" alert>
            {t('timeline.failed')}
          </Say>
        </div>
      )}
      {timeline.isPending && <div className="skeleton after-a-while mt-2 h-20" />}
      {timeline.data !== undefined && shown.length === 0 && (
        <p className="mt-2 text-fs2 text-3">{t('timeline.empty')}</p>
      )}
      <ol className="mt-2 grid gap-2.5">
        {shown.map((entry) => (
          <Line key={`${entry.kind} ${entry.at} ${idOf(entry)}`} entry={entry} />
        ))}
      </ol>
      {timeline.hasNextPage && (
        <button
          type="button"
          className="btn btn-s btn-ghost mt-2 w-full"
          aria-disabled={timeline.isFetchingNextPage}
          onClick={() => void timeline.fetchNextPage()}
        >
          {t('common.more')}
        </button>
      )}
    </section>
  );
}

function idOf(entry: Entry): string {
  switch (entry.kind) {
    case 'message':
      return entry.message.id;
    case 'comment':
      return entry.comment.id;
    case 'mention':
      return entry.mention.id;
    case 'conversion':
      return entry.conversion.id;
    case 'note':
      return entry.note.id;
    case 'referral':
      return entry.referral.ref ?? '';
  }
}

function iconOf(entry: Entry): LucideIcon {
  switch (entry.kind) {
    case 'message':
      return entry.message.direction === 'inbound' ? Inbox : Send;
    case 'comment':
      return MessageCircle;
    case 'mention':
      return AtSign;
    case 'conversion':
      return Target;
    case 'note':
      return Lock;
    case 'referral':
      return entry.referral.ad_id == null ? Link : Megaphone;
  }
}

function Line({ entry }: { entry: Entry }) {
  const { t, language } = useTranslation();
  const say = useSayEntry();
  const now = useNow();
  const at = Date.parse(entry.at);
  const Icon = iconOf(entry);
  const { text, under } = say(entry);
  return (
    <li className="grid grid-cols-[16px_minmax(0,1fr)_auto] gap-x-2 text-fs2 leading-[18px]">
      <Icon size={14} className="mt-0.5 text-3" aria-hidden />
      <span className="min-w-0">
        <span dir="auto" className="along line-clamp-2 text-2" title={text}>
          {text}
        </span>
        {under !== null && <span className="block text-3">{under}</span>}
      </span>
      <time dateTime={entry.at} title={fullTime(at, language)} className="num text-fs1 text-3">
        {listTime(at, now, language, t('thread.yesterday'))}
      </time>
    </li>
  );
}
