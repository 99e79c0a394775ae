import {
  Activity,
  AtSign,
  ChartLine,
  FileText,
  Inbox,
  type LucideIcon,
  MessageCircle,
  Plug,
  Target,
  Timer,
  User,
  Users,
  Webhook,
} from 'lucide-react';
import type { InboxSearch } from '@/lib/inbox-search';

export type NavItem = {
  readonly key:
    | 'inbox'
    | 'mine'
    | 'soon'
    | 'comments'
    | 'mentions'
    | 'templates'
    | 'insights'
    | 'conversions'
    | 'reports'
    | 'accounts'
    | 'deliveries'
    | 'people';
  readonly to:
    | '/inbox'
    | '/comments'
    | '/mentions'
    | '/templates'
    | '/insights'
    | '/conversions'
    | '/reports'
    | '/accounts'
    | '/deliveries'
    | '/people';
  readonly search: Pick<InboxSearch, 'tab' | 'window'>;
  readonly icon: LucideIcon;
};

const item = (key: Exclude<NavItem['key'], 'inbox' | 'mine' | 'soon'>, icon: LucideIcon): NavItem => ({
  key,
  to: `/${key}`,
  search: {},
  icon,
});

const MESSAGES: readonly NavItem[] = [
  { key: 'inbox', to: '/inbox', search: {}, icon: Inbox },
  { key: 'mine', to: '/inbox', search: { tab: 'mine' }, icon: User },
  { key: 'soon', to: '/inbox', search: { window: 'closing' }, icon: Timer },
];

const PUBLIC = [item('comments', MessageCircle), item('mentions', AtSign), item('templates', FileText)];
const MEASURE = [item('insights', ChartLine), item('conversions', Target), item('reports', Activity)];
const ADMIN = [item('accounts', Plug), item('deliveries', Webhook), item('people', Users)];

export type NavGroup = {
  readonly title: 'nav.messages' | 'nav.public' | 'nav.measure' | 'nav.admin';
  readonly items: readonly NavItem[];
};

const EVERYBODY: readonly NavGroup[] = [
  { title: 'nav.messages', items: MESSAGES },
  { title: 'nav.public', items: PUBLIC },
  { title: 'nav.measure', items: MEASURE },
];

/** Where this person may go, in the order of the rail. */
export function groupsFor(role: string): readonly NavGroup[] {
  return role === 'admin' ? [...EVERYBODY, { title: 'nav.admin', items: ADMIN }] : EVERYBODY;
}
