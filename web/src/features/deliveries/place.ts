import { useNavigate, useSearch } from '@tanstack/react-router';
import { OUTCOMES, type Outcome } from './api';

export const VIEWS = ['in', 'out'] as const;

/** What the address says: which list, narrowed to which outcome, with which delivery opened. */
export type DeliveriesPlace = {
  readonly view: (typeof VIEWS)[number];
  readonly outcome: Outcome | null;
  readonly delivery: string | null;
};

/** Reads an address that anybody may have typed. */
export function placeOf(raw: Readonly<Record<string, unknown>>): DeliveriesPlace {
  const delivery = typeof raw.delivery === 'string' && raw.delivery !== '' ? raw.delivery : null;
  return {
    view: raw.view === 'out' && delivery === null ? 'out' : 'in',
    outcome: OUTCOMES.find((one) => one === raw.outcome) ?? null,
    delivery,
  };
}

/** What is as it is from the start stays out of the address. */
export function searchOf({ view, outcome, delivery }: DeliveriesPlace): Record<string, string> {
  return {
    ...(view === 'out' && { view }),
    ...(outcome !== null && { outcome }),
    ...(delivery !== null && { delivery }),
  };
}

export function useDeliveriesPlace() {
  const raw: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const place = placeOf(raw);
  const go = (change: Partial<DeliveriesPlace>) =>
    void navigate({ to: '/deliveries', search: searchOf({ ...place, ...change }) });
  return { place, go };
}
