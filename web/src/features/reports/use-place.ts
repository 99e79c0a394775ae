import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { type Place, placeOf, searchOf } from './model';

/** Which report, kept in the address. */
export function usePlace() {
  const raw: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const address = JSON.stringify(placeOf(raw));
  const place = useMemo(() => JSON.parse(address) as Place, [address]);
  const go = useCallback(
    (change: Partial<Place>) =>
      void navigate({ to: '/reports', search: searchOf({ ...place, ...change }), replace: true }),
    [navigate, place],
  );
  return { place, go };
}
