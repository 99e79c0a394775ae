import { Inbox, type LucideIcon, Plug, Timer, User } from 'lucide-react';
import type { InboxSearch } from '@/lib/inbox-search';

export type NavItem = {
  readonly key: 'inbox' | 'mine' | 'soon' | 'accounts';
  readonly to: '/inbox' | '/accounts';
  readonly search: Pick<InboxSearch, 'tab' | 'window'>;
  readonly icon: LucideIcon;
};

export const MESSAGES: readonly NavItem[] = [
  { key: 'inbox', to: '/inbox', search: {}, icon: Inbox },
  { key: 'mine', to: '/inbox', search: { tab: 'mine' }, icon: User },
  { key: 'soon', to: '/inbox', search: { window: 'closing' }, icon: Timer },
];

export const ADMIN: readonly NavItem[] = [{ key: 'accounts', to: '/accounts', search: {}, icon: Plug }];
