import { AlarmClock, AlarmClockOff, Check, RotateCcw } from 'lucide-react';
import type { Chat } from '@/api/types';
import { Menu, MenuItem } from '@/components/ui/Menu';
import { useTranslation } from '@/i18n/use-translation';
import { useNow } from '@/lib/now';
import { useShortcuts } from '@/lib/shortcuts';
import { weekdayClock } from '@/lib/time';
import { snoozeChoices } from '../snooze';
import { useChatChange } from '../use-chat-change';

/** How far the work has come: done with, put aside, or open again. */
export function StateActions({ chat }: { chat: Chat }) {
  const { t, language } = useTranslation();
  const change = useChatChange(chat.id);
  const now = useNow();
  const open = chat.state === 'open';
  const toggle = () => change.mutate({ state: open ? 'resolved' : 'open' });
  useShortcuts({ 'chat.resolve': toggle, 'chat.snooze': () => document.getElementById(SNOOZE_BUTTON)?.click() });
  const until = chat.snoozed_until === null ? null : weekdayClock(Date.parse(chat.snoozed_until), language);
  return (
    <>
      {change.isError && (
        <span role="alert" className="cut text-fs2 text-bad-text" title={change.error.message}>
          {t('state.failed', { reason: change.error.message })}
        </span>
      )}
      {open ? (
        <Menu
          align="end"
          trigger={
            <button
              id={SNOOZE_BUTTON}
              type="button"
              className="btn btn-s btn-icon btn-ghost"
              aria-label={t('state.snooze')}
              title={t('state.snooze')}
            >
              <AlarmClock size={14} aria-hidden />
            </button>
          }
        >
          {snoozeChoices(now).map((one) => (
            <MenuItem
              key={one.key}
              onSelect={() =>
                change.mutate({
                  state: 'snoozed',
                  snoozed_until: one.until === null ? null : new Date(one.until).toISOString(),
                })
              }
            >
              <span className="flex justify-between gap-6">
                {t(`state.until.${one.key}`)}
                {one.until !== null && <span className="text-3">{weekdayClock(one.until, language)}</span>}
              </span>
            </MenuItem>
          ))}
        </Menu>
      ) : (
        chat.state === 'snoozed' && (
          <span
            className="chip max-pane:hidden"
            title={until === null ? t('state.snoozedReply') : t('state.snoozed', { until })}
          >
            <AlarmClockOff size={12} aria-hidden />
            <span className="max-desk:sr-only">
              {until === null ? t('state.snoozedReply') : t('state.snoozed', { until })}
            </span>
          </span>
        )
      )}
      <button
        type="button"
        className="btn btn-s"
        title={t(open ? 'state.resolveHint' : 'state.reopenHint')}
        onClick={toggle}
      >
        {open ? <Check size={14} aria-hidden /> : <RotateCcw size={14} aria-hidden />}
        <span className="max-pane:sr-only">{t(open ? 'state.resolve' : 'state.reopen')}</span>
      </button>
    </>
  );
}

const SNOOZE_BUTTON = 'snooze-button';
