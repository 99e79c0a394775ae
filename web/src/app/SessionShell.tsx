import { useQueryClient } from '@tanstack/react-query';
import { Outlet, useRouter } from '@tanstack/react-router';
import i18next from 'i18next';
import { lazy, Suspense, useEffect, useState } from 'react';
import { api, eventSeq, readWith, whenSessionLost } from '@/api/client';
import { Say } from '@/components/ui/Say';
import { ToastArea } from '@/components/ui/Toast';
import { useTranslation } from '@/i18n/use-translation';
import { takeKeysOf } from '@/lib/bindings';
import { browserClock, openSocket } from '@/lib/live/browser';
import { LiveContext } from '@/lib/live/context';
import { Live } from '@/lib/live/live';
import { tellWhileLookedAt } from '@/lib/one-page';
import { refreshPush } from '@/lib/push';
import { type Session, SessionContext } from '@/lib/session';
import { useShortcuts } from '@/lib/shortcuts';
import { HelpDialog } from './HelpDialog';
import { notifyOf } from './notifications';
import { Rail } from './Rail';
import { TabBar } from './TabBar';
import { TopBar } from './TopBar';
import { useGoKeys } from './use-go-keys';

/** Only admins can do something about it, so only their browsers fetch it. */
const AccountTrouble = lazy(() => import('./AccountTrouble').then((module) => ({ default: module.AccountTrouble })));

const Palette = lazy(() => import('./Palette').then((module) => ({ default: module.Palette })));

/** Everything behind the login: the event stream, the frame around the screens, and the way out when the session ends. */
export function SessionShell({ session }: { session: Session }) {
  const { t } = useTranslation();
  const live = useLiveSession(session);
  const [help, setHelp] = useState(false);
  const [palette, setPalette] = useState(false);
  useEffect(() => takeKeysOf(session.me.id), [session.me.id]);
  useShortcuts({
    'app.palette': () => setPalette((open) => !open),
    'app.help': () => setHelp(true),
    ...useGoKeys(session.me.role),
  });
  if (live === null) return null;
  return (
    <SessionContext value={session}>
      <LiveContext value={live}>
        <a
          href="#main"
          className="fixed -top-16 start-2 z-[var(--z-toast)] rounded-control bg-accent px-3 py-2 text-on-accent focus:top-2"
        >
          {t('app.skip')}
        </a>
        <div className="grid h-dvh grid-rows-[minmax(0,1fr)_auto] overflow-hidden pane:grid-cols-[var(--rail)_minmax(0,1fr)] pane:grid-rows-1">
          <Rail onHelp={() => setHelp(true)} onJump={() => setPalette(true)} />
          <div className="flex min-h-0 min-w-0 flex-col pane:pe-2 pane:pb-2">
            <TopBar />
            {session.config.signature_check_off && (
              <div className="mb-2 flex-none max-pane:px-2">
                <Say tone="warn">{t('app.unsigned')}</Say>
              </div>
            )}
            {session.me.role === 'admin' && (
              <Suspense>
                <AccountTrouble />
              </Suspense>
            )}
            <Outlet />
          </div>
          <TabBar onHelp={() => setHelp(true)} />
        </div>
        <ToastArea />
        {palette && (
          <Suspense>
            <Palette onClose={() => setPalette(false)} />
          </Suspense>
        )}
        <HelpDialog open={help} onClose={() => setHelp(false)} />
      </LiveContext>
    </SessionContext>
  );
}

/** The stream starts at the first list that is read; the inbox asks for the position alone when none came in this time. */
const LIST_WITHIN_MS = 1_500;

async function beginWithoutList(live: Live): Promise<void> {
  if (live.begun) return;
  try {
    const { response } = await readWith(api.GET('/api/chats', { params: { query: { limit: 1 } } }));
    live.begin(eventSeq(response));
  } catch {
    // The next read of a list begins it.
  }
}

function useLiveSession({ me }: Session): Live | null {
  const queryClient = useQueryClient();
  const router = useRouter();
  const [live, setLive] = useState<Live | null>(null);
  useEffect(() => {
    const leave = () => {
      queryClient.clear();
      queryClient.setQueryData(['me'], null);
      const { href, pathname } = router.state.location;
      if (pathname !== '/login')
        void router.navigate({ to: '/login', search: href === '/inbox' ? {} : { next: href } });
    };
    const made = new Live({
      queryClient,
      viewer: { id: me.id, role: me.role },
      open: openSocket,
      clock: browserClock,
      onRejected: leave,
      onArrived: (message, chat) => {
        const told = notifyOf(message, chat, {
          me: me.id,
          onOpen: (chatId) => void router.navigate({ to: '/inbox/$chatId', params: { chatId } }),
          words: {
            file: i18next.t('app.notifyFile'),
            hidden: i18next.t('app.notifyHidden'),
            somebody: i18next.t('app.notifySomebody'),
          },
        });
        // What the system does not show still stands in the list.
        told.catch(() => undefined);
      },
    });
    const wake = () => document.visibilityState === 'visible' && made.nudge();
    const online = () => made.nudge();
    whenSessionLost(leave);
    const stopTelling = tellWhileLookedAt();
    // What it cannot tell now, the settings tell.
    refreshPush().catch(() => undefined);
    const clicked = ({ data }: MessageEvent<{ type?: string; path?: string }>) => {
      if (data.type === 'open' && data.path !== undefined) void router.navigate({ href: data.path });
    };
    navigator.serviceWorker?.addEventListener('message', clicked);
    window.addEventListener('online', online);
    document.addEventListener('visibilitychange', wake);
    setLive(made);
    const listed = router.state.location.pathname.startsWith('/inbox');
    const timer = window.setTimeout(() => void beginWithoutList(made), listed ? LIST_WITHIN_MS : 0);
    return () => {
      window.clearTimeout(timer);
      window.removeEventListener('online', online);
      document.removeEventListener('visibilitychange', wake);
      whenSessionLost(() => undefined);
      navigator.serviceWorker?.removeEventListener('message', clicked);
      stopTelling();
      made.stop();
    };
  }, [me.id, me.role, queryClient, router]);
  return live;
}
