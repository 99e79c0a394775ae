import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { configQuery, meQuery } from '@/api/session';
import { parseInboxSearch } from '@/lib/inbox-search';
import { Crashed, NotFound } from './Fallbacks';

type Context = { queryClient: QueryClient };

const root = createRootRouteWithContext<Context>()({
  component: Outlet,
  notFoundComponent: NotFound,
});

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  beforeLoad: async ({ context }) => {
    // A server that does not answer must not keep the form away: it says so itself.
    const me = await context.queryClient.fetchQuery(meQuery).catch(() => null);
    if (me !== null) throw redirect({ to: '/inbox' });
  },
  component: lazyRouteComponent(() => import('@/routes/login'), 'LoginRoute'),
});

const session = createRoute({
  getParentRoute: () => root,
  id: 'session',
  beforeLoad: async ({ context }) => {
    const [me, config] = await Promise.all([
      context.queryClient.ensureQueryData(meQuery),
      context.queryClient.ensureQueryData(configQuery),
    ]);
    if (me === null) throw redirect({ to: '/login' });
    return { session: { me, config } };
  },
  component: lazyRouteComponent(() => import('@/routes/session'), 'SessionRoute'),
});

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/inbox' });
  },
});

const inbox = createRoute({
  getParentRoute: () => session,
  path: '/inbox',
  validateSearch: parseInboxSearch,
  component: lazyRouteComponent(() => import('@/routes/inbox'), 'InboxRoute'),
});

/** One open chat. The pane is the inbox's own; the route only names the chat. */
const chat = createRoute({ getParentRoute: () => inbox, path: '/$chatId' });

const accounts = createRoute({
  getParentRoute: () => session,
  path: '/accounts',
  beforeLoad: ({ context }) => {
    if (context.session.me.role !== 'admin') throw redirect({ to: '/inbox' });
  },
  component: lazyRouteComponent(() => import('@/routes/accounts'), 'AccountsRoute'),
});

export function makeRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree: root.addChildren([home, login, session.addChildren([inbox.addChildren([chat]), accounts])]),
    context: { queryClient },
    defaultErrorComponent: Crashed,
    defaultPreload: 'intent',
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
