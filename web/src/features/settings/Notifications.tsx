import { useEffect, useState } from 'react';
import { Switch } from '@/components/ui/Field';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { chime } from '@/lib/chime';
import { noticesAllowed, showNotice } from '@/lib/notice';
import { notifyPrefs, setNotifyPrefs } from '@/lib/notify';
import { disablePush, enablePush, pushPossible, pushState, refreshPush } from '@/lib/push';
import { useStore } from '@/lib/store';
import { QuietHours } from './QuietHours';

/** Where one starts when quiet hours are switched on: the night. */
const NIGHT = { from: 20 * 60, to: 8 * 60 };

/** What this browser tells of while one looks elsewhere. */
export function Notifications() {
  const { t } = useTranslation();
  const prefs = useStore(notifyPrefs);
  const [refused, setRefused] = useState(false);
  const possible = typeof Notification !== 'undefined';
  const shown = prefs.desktop && noticesAllowed();
  const desktop = async (on: boolean) => {
    setRefused(false);
    // Browsers ask only after a click, and only once.
    if (on && !noticesAllowed() && (await Notification.requestPermission()) !== 'granted') {
      setRefused(true);
      return;
    }
    setNotifyPrefs({ desktop: on });
  };
  const sounding = (sound: boolean) => {
    setNotifyPrefs({ sound });
    // How it sounds; browsers also let a page be heard only once something in it was clicked.
    if (sound) chime();
  };
  return (
    <div className="grid gap-1">
      <p className="mb-1 text-fs2 text-3">{t('settings.notifyHint')}</p>
      <Switch
        label={t('settings.desktop')}
        hint={t(possible ? 'settings.desktopHint' : 'settings.desktopMissing')}
        on={shown}
        disabled={!possible}
        onChange={(on) => void desktop(on)}
      />
      {shown && <TryOne />}
      {refused && (
        <Say tone="warn" alert>
          {t('settings.desktopRefused')}
        </Say>
      )}
      <PushSwitch onRefused={() => setRefused(true)} />
      <Switch label={t('settings.sound')} on={prefs.sound} onChange={sounding} />
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
      {prefs.quiet !== null && <QuietHours quiet={prefs.quiet} />}
    </div>
  );
}

/** Systems have settings of their own, so one looks whether a notice comes. */
function TryOne() {
  const { t } = useTranslation();
  const [failed, setFailed] = useState(false);
  const show = () => {
    setFailed(false);
    const notice = { chat: 'try', title: t('app.name'), body: t('settings.tryWords') };
    showNotice(notice, () => undefined).catch(() => setFailed(true));
  };
  return (
    <div className="flex flex-wrap items-center gap-3 pb-1">
      <button type="button" className="btn btn-s" onClick={show}>
        {t('settings.try')}
      </button>
      {failed && (
        <span role="alert" className="text-fs2 text-bad-text">
          {t('settings.desktopMissing')}
        </span>
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
