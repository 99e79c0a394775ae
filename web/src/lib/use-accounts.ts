import { useQuery } from '@tanstack/react-query';
import { type Managed, managedQuery } from '@/api/accounts';

/** The connected accounts, found by Meta's id or by ours. */
export function useAccounts(): (id: string | null) => Managed | null {
  const instagram = useQuery(managedQuery('INSTAGRAM')).data ?? [];
  const facebook = useQuery(managedQuery('FACEBOOK')).data ?? [];
  return (id) => [...instagram, ...facebook].find((one) => one.externalId === id || one.id === id) ?? null;
}
