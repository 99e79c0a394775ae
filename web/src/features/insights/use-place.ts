import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { type Place, placeOf, searchOf } from './place';

/** Where one is on the screen, kept in the address. */
export function usePlace() {
  const raw: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const address = JSON.stringify(placeOf(raw));
  const place = useMemo(() => JSON.parse(address) as Place, [address]);
  const go = useCallback(
    (change: Partial<Place>, replace = false) =>
      void navigate({ to: '/insights', search: searchOf({ ...place, ...change }), replace }),
    [navigate, place],
  );
  return { place, go };
}
