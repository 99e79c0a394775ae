import { useQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import { ChevronLeft, MessageSquareX } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { ApiError } from '@/api/problem';
import { Empty, Failed } from '@/components/ui/States';
import { useTranslation } from '@/i18n/use-translation';
import { onePaneAtATime } from '@/lib/focus';
import { useLive } from '@/lib/live/context';
import { threadQuery } from '../api';
import { Composer } from '../composer/Composer';
import { useCustomerName, useInboxPlace, usePeople } from '../use-inbox';
import { Log } from './Log';
import { PresenceLine } from './PresenceLine';
import { ThreadHeader } from './ThreadHeader';
import { ThreadSkeleton } from './ThreadSkeleton';
import { useReplyTo } from './use-reply-to';

export function ThreadPane({ chatId, className }: { chatId: string; className: string }) {
  const { t } = useTranslation();
  const thread = useQuery(threadQuery(chatId, useLive()));
  const { open } = useInboxPlace();
  const nameOf = useCustomerName();
  const personName = usePeople();
  const { replyTo, setReplyTo } = useReplyTo(thread.data);
  const shape = clsx('flex min-h-0 min-w-0 flex-col bg-card pane:border-s pane:border-line', className);
  if (thread.data === undefined) {
    const refused = thread.error instanceof ApiError && !thread.error.retryable;
    return (
      <section className={shape} aria-label={t('thread.messages')}>
        <header className="flex h-[var(--bar)] flex-none items-center border-b border-line px-2 pane:hidden">
          <BackButton onBack={() => open(null)} />
        </header>
        {refused ? (
          <Empty icon={MessageSquareX} title={t('thread.gone')} text={t('thread.goneHint')} />
        ) : thread.isError ? (
          <Failed
            title={t('thread.failed')}
            text={t('thread.failedHint')}
            retry={t('common.retry')}
            onRetry={() => void thread.refetch()}
          />
        ) : (
          <ThreadSkeleton />
        )}
      </section>
    );
  }
  const chat = thread.data.chat.value;
  const name = nameOf(chat);
  if (thread.data.lost) {
    const to = chat.assigned_agent?.name ?? (chat.assigned_to === null ? '' : personName(chat.assigned_to));
    return (
      <section className={shape} aria-label={t('thread.label', { name })}>
        <Empty icon={MessageSquareX} title={t('thread.lost', { name: to })} text={t('thread.lostHint')} />
      </section>
    );
  }
  return (
    <section className={shape} aria-label={t('thread.label', { name })}>
      <ThreadHeader chat={chat} name={name} back={<BackButton onBack={() => open(null)} />} />
      <Log thread={thread.data} name={name} onReply={setReplyTo} />
      <div className="flex-none px-2 pb-2 pane:px-5 pane:pb-3.5">
        <PresenceLine chatId={chatId} />
        <Composer thread={thread.data} name={name} replyTo={replyTo} onReplyTo={setReplyTo} />
      </div>
    </section>
  );
}

function BackButton({ onBack }: { onBack: () => void }) {
  const { t } = useTranslation();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (onePaneAtATime()) button.current?.focus();
  }, []);
  return (
    <button
      ref={button}
      type="button"
      className="btn btn-ghost btn-icon -ms-1.5 pane:hidden"
      aria-label={t('thread.back')}
      onClick={onBack}
    >
      <ChevronLeft size={20} className="rtl:rotate-180" aria-hidden />
    </button>
  );
}
