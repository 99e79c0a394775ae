import { DeliveriesPage } from '@/features/deliveries/DeliveriesPage';

export function DeliveriesRoute() {
  return <DeliveriesPage />;
}
