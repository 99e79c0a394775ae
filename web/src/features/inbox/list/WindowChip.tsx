import clsx from 'clsx';
import { Lock, Timer, User } from 'lucide-react';
import type { Chat } from '@/api/types';
import { useTranslation } from '@/i18n/use-translation';
import { useNow } from '@/lib/now';
import { useSession } from '@/lib/session';
import { toneOf, windowAt } from '@/lib/window';
import { useTimeLeft } from '../time-left';

/** How long an answer is still allowed, in the same words everywhere. */
export function WindowChip({ chat }: { chat: Chat }) {
  const { t } = useTranslation();
  const now = useNow();
  const { config } = useSession();
  const sayLeft = useTimeLeft();
  const state = windowAt(chat.reply_window, chat.last_incoming_at, config.human_agent, now);
  const tone = toneOf(state, now);
  const shape = 'num inline-flex flex-none items-center gap-1 text-fs1 whitespace-nowrap';
  if (state.state === 'unknown') return null;
  if (state.state === 'closed' || state.endsAt === null) {
    return (
      <span className={clsx(shape, 'text-3')} title={t('window.closedTitle')}>
        <Lock size={12} aria-hidden />
        {t('window.closed')}
      </span>
    );
  }
  const left = sayLeft(state.endsAt, now);
  if (state.state === 'human_agent') {
    return (
      <span className={clsx(shape, 'text-3')} title={t('window.personTitle', { left })}>
        <User size={12} aria-hidden />
        {t('window.person', { left })}
      </span>
    );
  }
  return (
    <span
      className={clsx(shape, tone === 'calm' ? 'text-3' : tone === 'warn' ? 'text-warn-text' : 'text-bad-text')}
      title={t('window.leftTitle', { left })}
    >
      <Timer size={12} aria-hidden />
      {left}
    </span>
  );
}
