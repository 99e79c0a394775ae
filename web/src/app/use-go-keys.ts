import { useNavigate } from '@tanstack/react-router';
import type { ActionId } from '@/lib/bindings';
import { groupsFor } from './nav';

/** `g` and a letter go to each screen this person may open. */
export function useGoKeys(role: string): Partial<Record<ActionId, () => void>> {
  const navigate = useNavigate();
  const keys: Partial<Record<ActionId, () => void>> = { 'go.settings': () => void navigate({ to: '/settings' }) };
  for (const item of groupsFor(role).flatMap((group) => group.items)) {
    keys[`go.${item.key}`] = () =>
      void navigate(item.to === '/inbox' ? { to: item.to, search: item.search } : { to: item.to });
  }
  return keys;
}
