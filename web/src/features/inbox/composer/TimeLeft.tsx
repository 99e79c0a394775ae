import clsx from 'clsx';
import { User } from 'lucide-react';
import type { Platform } from '@/api/types';
import { Rich } from '@/i18n/Rich';
import { useTranslation } from '@/i18n/use-translation';
import { platformName } from '@/lib/names';
import { weekdayClock } from '@/lib/time';
import { shareLeft, spokenStep, toneOf, type WindowState } from '@/lib/window';
import { useTimeLeft } from '../time-left';

const TONES = { calm: 'text-2', warn: 'text-warn-text', bad: 'text-bad-text' } as const;

/** How long an answer is still allowed, beside the answer. Spoken at 1 h, 15 min and 5 min, not every minute. */
export function TimeLeft({ state, now, platform }: { state: WindowState; now: number; platform: Platform }) {
  const { t, language } = useTranslation();
  const sayLeft = useTimeLeft();
  if (state.endsAt === null) return null;
  const left = sayLeft(state.endsAt, now);
  if (state.state === 'human_agent') {
    return (
      <span className="flex items-center gap-1.5 pe-1.5 text-fs2 text-2" title={t('window.personTitle', { left })}>
        <User size={14} aria-hidden />
        {t('window.person', { left })}
      </span>
    );
  }
  const tone = toneOf(state, now);
  const step = spokenStep(state, now);
  return (
    <span
      className={clsx('flex items-center gap-1.5 pe-1.5 text-fs2', TONES[tone])}
      title={t('window.until', { platform: platformName(platform), time: weekdayClock(state.endsAt, language) })}
    >
      <Ring share={shareLeft(state.endsAt, now)} />
      <span className="num whitespace-nowrap">
        <Rich text={t('window.left', { left })} mark="font-medium" />
        <span className="max-desk:hidden">{t('window.toReply')}</span>
      </span>
      <span role="status" className="sr-only">
        {step === null ? '' : t('window.spoken', { count: step })}
      </span>
    </span>
  );
}

function Ring({ share }: { share: number }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width="14"
      height="14"
      className="flex-none -rotate-90"
      fill="none"
      strokeWidth="3"
      aria-hidden="true"
    >
      <circle cx="8" cy="8" r="6" stroke="var(--line-strong)" />
      <circle
        cx="8"
        cy="8"
        r="6"
        pathLength="100"
        stroke="currentColor"
        strokeLinecap="round"
        strokeDasharray={`${Math.max(1, share * 100)} 100`}
      />
    </svg>
  );
}
