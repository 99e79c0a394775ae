import { DeliveriesPage } from '@/features/deliveries/DeliveriesPage';
import { words } from '@/i18n/en/deliveries';
import { addWords } from '@/i18n/words';

addWords(words);

export function DeliveriesRoute() {
  return <DeliveriesPage />;
}
