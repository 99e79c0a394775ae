import clsx from 'clsx';
import { LoaderCircle, RefreshCw, WifiOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from '@/i18n/use-translation';
import { useLive } from '@/lib/live/context';
import { useNow } from '@/lib/now';
import { useStore } from '@/lib/store';
import { clock } from '@/lib/time';
import { type Connection, connectionOf } from './connection';

export function ConnectionPill() {
  const { t, language } = useTranslation();
  const status = useStore(useLive().status);
  const connection = connectionOf(status, useBrowserOnline(), useNow());
  const { text, title } = (() => {
    switch (connection.kind) {
      case 'live':
        return { text: t('connection.live'), title: t('connection.liveHint') };
      case 'behind':
        return { text: t('connection.behind', { count: connection.count }), title: t('connection.behindHint') };
      case 'connecting':
        return { text: t('connection.connecting'), title: t('connection.behindHint') };
      case 'reconnecting':
        return { text: t('connection.reconnecting'), title: t('connection.offlineHint') };
      case 'offline':
        return {
          text: t('connection.offline', { time: clock(connection.since, language) }),
          title: t('connection.offlineHint'),
        };
    }
  })();
  return (
    <span
      role="status"
      title={title}
      data-connection={connection.kind}
      className={clsx(
        'inline-flex h-[26px] flex-none items-center gap-[7px] rounded-full px-2.5 text-fs2 font-medium whitespace-nowrap',
        connection.kind === 'live' && 'bg-ok-soft text-ok-text',
        connection.kind === 'offline' && 'bg-bad-soft text-bad-text',
        ['behind', 'connecting', 'reconnecting'].includes(connection.kind) && 'bg-warn-soft text-warn-text',
      )}
    >
      <PillIcon kind={connection.kind} />
      <span className={clsx(connection.kind === 'connecting' && 'max-pane:sr-only')}>{text}</span>
    </span>
  );
}

function PillIcon({ kind }: { kind: Connection['kind'] }) {
  switch (kind) {
    case 'live':
      return <span className="size-2 rounded-full bg-ok" />;
    case 'offline':
      return <WifiOff size={14} aria-hidden />;
    case 'behind':
      return <RefreshCw size={14} aria-hidden />;
    default:
      return <LoaderCircle size={14} className="spin" aria-hidden />;
  }
}

function useBrowserOnline(): boolean {
  const [online, setOnline] = useState(() => navigator.onLine);
  useEffect(() => {
    const look = () => setOnline(navigator.onLine);
    window.addEventListener('online', look);
    window.addEventListener('offline', look);
    return () => {
      window.removeEventListener('online', look);
      window.removeEventListener('offline', look);
    };
  }, []);
  return online;
}
