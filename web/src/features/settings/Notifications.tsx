import { useEffect, useState } from 'react';
import { Switch } from '@/components/ui/Field';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { notifyPrefs, setNotifyPrefs } from '@/lib/notify';
import { disablePush, enablePush, pushPossible, pushState, refreshPush } from '@/lib/push';
import { useStore } from '@/lib/store';

/** Where one starts when quiet hours are switched on: the night. */
const NIGHT = { from: 20 * 60, to: 8 * 60 };

/** What this browser tells of while one looks elsewhere. */
export function Notifications() {
  const { t } = useTranslation();
  const prefs = useStore(notifyPrefs);
  const [refused, setRefused] = useState(false);
  const possible = typeof Notification !== 'undefined';
  const desktop = async (on: boolean) => {
    setRefused(false);
    // Browsers ask only after a click, and only once.
    if (on && Notification.permission !== 'granted' && (await Notification.requestPermission()) !== 'granted') {
      setRefused(true);
      return;
    }
    setNotifyPrefs({ desktop: on });
  };
  return (
    <div className="grid gap-1">
      <p className="mb-1 text-fs2 text-3">{t('settings.notifyHint')}</p>
      <Switch
        label={t('settings.desktop')}
        hint={t(possible ? 'settings.desktopHint' : 'settings.desktopMissing')}
        on={prefs.desktop && possible && Notification.permission === 'granted'}
        disabled={!possible}
        onChange={(on) => void desktop(on)}
      />
      {refused && (
        <Say tone="warn" alert>
          {t('settings.desktopRefused')}
        </Say>
      )}
      <PushSwitch onRefused={() => setRefused(true)} />
      <Switch label={t('settings.sound')} on={prefs.sound} onChange={(sound) => setNotifyPrefs({ sound })} />
      <Switch
        label={t('settings.onlyMine')}
        hint={t('settings.onlyMineHint')}
        on={prefs.onlyMine}
        onChange={(onlyMine) => setNotifyPrefs({ onlyMine })}
      />
      <Switch
        label={t('settings.showText')}
        hint={t('settings.showTextHint')}
        on={prefs.showText}
        onChange={(showText) => setNotifyPrefs({ showText })}
      />
      <Switch
        label={t('settings.quiet')}
        hint={t('settings.quietHint')}
        on={prefs.quiet !== null}
        onChange={(on) => setNotifyPrefs({ quiet: on ? NIGHT : null })}
      />
      {prefs.quiet !== null && (
        <div className="flex flex-wrap items-center gap-3">
          {(['from', 'to'] as const).map((end) => (
            <label key={end} className="flex items-center gap-2 text-2">
              {t(`settings.quietEnd.${end}`)}
              <span className="field w-32">
                <input
                  type="time"
                  value={clockOf(prefs.quiet?.[end] ?? 0)}
                  onChange={(event) => {
                    const minute = minuteOf(event.target.value);
                    if (minute !== null && prefs.quiet !== null)
                      setNotifyPrefs({ quiet: { ...prefs.quiet, [end]: minute } });
                  }}
                />
              </span>
            </label>
          ))}
        </div>
      )}
    </div>
  );
}

/** Told also while no page is open: by the browser's own push service. */
function PushSwitch({ onRefused }: { onRefused: () => void }) {
  const { t } = useTranslation();
  const state = useStore(pushState);
  const prefs = useStore(notifyPrefs);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const possible = pushPossible();
  useEffect(() => {
    // The server tells by the wishes as they are now.
    if (prefs !== null) refreshPush().catch(() => undefined);
  }, [prefs]);
  const change = async (on: boolean) => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      if (!on) await disablePush();
      else if ((await Notification.requestPermission()) === 'granted') await enablePush();
      else onRefused();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : '');
    }
    setBusy(false);
  };
  return (
    <>
      <Switch
        label={t('settings.push')}
        hint={t(possible ? 'settings.pushHint' : 'settings.pushMissing')}
        on={state === 'on'}
        disabled={!possible || busy}
        onChange={(on) => void change(on)}
      />
      {problem !== null && (
        <Say tone="bad" alert>
          {t('settings.pushFailed', { reason: problem })}
        </Say>
      )}
    </>
  );
}

function clockOf(minute: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

function minuteOf(clock: string): number | null {
  const match = /^(\d{2}):(\d{2})/.exec(clock);
  return match === null ? null : Number(match[1]) * 60 + Number(match[2]);
}
