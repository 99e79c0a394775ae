import { Link, useLocation } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { NavItem } from './nav';

/** The three entries of the inbox are one screen with different filters, so the filter decides which is current. */
function useIsCurrent(item: NavItem): boolean {
  const { pathname, search } = useLocation();
  if (pathname !== item.to && !pathname.startsWith(`${item.to}/`)) return false;
  return item.to !== '/inbox' || (item.search.tab === ownTab(search) && item.search.window === search.window);
}

function ownTab(search: { tab?: unknown }): 'mine' | undefined {
  return search.tab === 'mine' ? 'mine' : undefined;
}

export function NavLink({ item, className, children }: { item: NavItem; className: string; children: ReactNode }) {
  const current = useIsCurrent(item);
  const target = item.to === '/inbox' ? { to: item.to, search: item.search } : { to: item.to };
  return (
    <Link
      {...target}
      className={className}
      aria-current={current ? 'page' : undefined}
      data-current={current || undefined}
    >
      {children}
    </Link>
  );
}
