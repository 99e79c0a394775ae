import { ConversionsPage } from '@/features/conversions/ConversionsPage';

export function ConversionsRoute() {
  return <ConversionsPage />;
}
