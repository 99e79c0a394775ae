import clsx from 'clsx';
import { LoaderCircle, RefreshCw, WifiOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from '@/i18n/use-translation';
import { useLive } from '@/lib/live/context';
import type { LiveStatus } from '@/lib/live/live';
import { useNow } from '@/lib/now';
import { useStore } from '@/lib/store';
import { clock } from '@/lib/time';

/** A break this short is not worth a word like "offline". */
const OFFLINE_AFTER_MS = 15_000;

export type Connection =
  | { kind: 'live' }
  | { kind: 'connecting' }
  | { kind: 'behind'; count: number }
  | { kind: 'reconnecting' }
  | { kind: 'offline'; since: number };

/** What the pill says of a connection. Calm first: "offline" only when it lasts, or the browser itself knows. */
export function connectionOf({ socket, behind }: LiveStatus, browserOnline: boolean, now: number): Connection {
  switch (socket.kind) {
    case 'open':
      return behind > 0 ? { kind: 'behind', count: behind } : { kind: 'live' };
    case 'idle':
    case 'rejected':
      return { kind: 'connecting' };
    default: {
      const since = socket.downSince;
      if (since === null) return { kind: 'connecting' };
      if (!browserOnline || now - since >= OFFLINE_AFTER_MS) return { kind: 'offline', since };
      return { kind: 'reconnecting' };
    }
  }
}

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
      {text}
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
