import { useNavigate, useSearch } from '@tanstack/react-router';
import { type Place, placeOf, searchOf } from './place';

/** Where one is on the screen, kept in the address. */
export function usePlace() {
  const raw: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const place = placeOf(raw);
  const go = (change: Partial<Place>) =>
    void navigate({ to: '/conversions', search: searchOf({ ...place, ...change }), replace: true });
  return { place, go };
}
