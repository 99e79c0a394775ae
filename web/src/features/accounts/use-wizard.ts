import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { type Managed, managedQuery } from '@/api/accounts';
import { type AccountsSearch, keepLogin, keptLogin, type Wizard, wizardOf } from './address';

export type Go = (search: AccountsSearch) => void;

/** The wizard as the address says it, and the ways through it. */
export function useWizard(): { wizard: Wizard | null; go: Go; close: () => void } {
  const raw: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const address = JSON.stringify(raw);
  const wizard = useMemo(() => wizardOf(JSON.parse(address), keptLogin()), [address]);
  const go = useCallback<Go>((search) => void navigate({ to: '/accounts', search, hash: true }), [navigate]);
  const close = useCallback(() => {
    keepLogin(null);
    go({});
  }, [go]);
  return { wizard, go, close };
}

/** A connected account of either platform; undefined while that is not known, null if it is none (any more). */
export function useManaged(id: string | null): Managed | null | undefined {
  const instagram = useQuery(managedQuery('INSTAGRAM'));
  const facebook = useQuery(managedQuery('FACEBOOK'));
  if (id === null) return null;
  const found = [...(instagram.data ?? []), ...(facebook.data ?? [])].find((one) => one.id === id);
  if (found !== undefined) return found;
  return instagram.data === undefined || facebook.data === undefined ? undefined : null;
}
