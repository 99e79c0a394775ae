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
  // Where it leads back to is looked at by the page itself, which is not among what loads first.
  validateSearch: (search: { next?: unknown }) => search,
  beforeLoad: async ({ context }) => {
    // A server that does not answer must not keep the form away: it says so itself.
    const me = await context.queryClient.fetchQuery(meQuery).catch(() => null);
    if (me !== null) throw redirect({ to: '/inbox' });
  },
  component: lazyRouteComponent(() => import('@/routes/login'), 'LoginRoute'),
});

const signup = createRoute({
  getParentRoute: () => root,
  path: '/signup',
  component: lazyRouteComponent(() => import('@/routes/signup'), 'SignUpRoute'),
});

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('@/routes/setup'), 'SetupRoute'),
});

const password = createRoute({
  getParentRoute: () => root,
  path: '/password',
  beforeLoad: async ({ context }) => {
    const me = await context.queryClient.ensureQueryData(meQuery);
    if (me === null) throw redirect({ to: '/login' });
    if (!me.password_change_required) throw redirect({ to: '/inbox' });
  },
  component: lazyRouteComponent(() => import('@/routes/password'), 'PasswordRoute'),
});

const session = createRoute({
  getParentRoute: () => root,
  id: 'session',
  beforeLoad: async ({ context, location }) => {
    const [me, config] = await Promise.all([
      context.queryClient.ensureQueryData(meQuery),
      context.queryClient.ensureQueryData(configQuery),
    ]);
    if (me === null)
      throw redirect({ to: '/login', search: location.href === '/inbox' ? {} : { next: location.href } });
    if (me.password_change_required) throw redirect({ to: '/password' });
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

const adminOnly = {
  beforeLoad: ({ context }: { context: { session: { me: { role: string } } } }) => {
    if (context.session.me.role !== 'admin') throw redirect({ to: '/inbox' });
  },
};

const comments = createRoute({
  getParentRoute: () => session,
  path: '/comments',
  component: lazyRouteComponent(() => import('@/routes/comments'), 'CommentsRoute'),
});

const mentions = createRoute({
  getParentRoute: () => session,
  path: '/mentions',
  component: lazyRouteComponent(() => import('@/routes/mentions'), 'MentionsRoute'),
});

const templates = createRoute({
  getParentRoute: () => session,
  path: '/templates',
  component: lazyRouteComponent(() => import('@/routes/templates'), 'TemplatesRoute'),
});

const insights = createRoute({
  getParentRoute: () => session,
  path: '/insights',
  component: lazyRouteComponent(() => import('@/routes/insights'), 'InsightsRoute'),
});

const conversions = createRoute({
  getParentRoute: () => session,
  path: '/conversions',
  component: lazyRouteComponent(() => import('@/routes/conversions'), 'ConversionsRoute'),
});

const reports = createRoute({
  getParentRoute: () => session,
  path: '/reports',
  component: lazyRouteComponent(() => import('@/routes/reports'), 'ReportsRoute'),
});

const accounts = createRoute({
  getParentRoute: () => session,
  path: '/accounts',
  ...adminOnly,
  component: lazyRouteComponent(() => import('@/routes/accounts'), 'AccountsRoute'),
});

const deliveries = createRoute({
  getParentRoute: () => session,
  path: '/deliveries',
  ...adminOnly,
  component: lazyRouteComponent(() => import('@/routes/deliveries'), 'DeliveriesRoute'),
});

const people = createRoute({
  getParentRoute: () => session,
  path: '/people',
  ...adminOnly,
  component: lazyRouteComponent(() => import('@/routes/people'), 'PeopleRoute'),
});

const settings = createRoute({
  getParentRoute: () => session,
  path: '/settings',
  component: lazyRouteComponent(() => import('@/routes/settings'), 'SettingsRoute'),
});

export function makeRouter(queryClient: QueryClient) {
  const screens = [
    comments,
    mentions,
    templates,
    insights,
    conversions,
    reports,
    accounts,
    deliveries,
    people,
    settings,
  ];
  return createRouter({
    routeTree: root.addChildren([
      home,
      login,
      signup,
      setup,
      password,
      session.addChildren([inbox.addChildren([chat]), ...screens]),
    ]),
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
