import { ConversionsPage } from '@/features/conversions/ConversionsPage';
import { words } from '@/i18n/en/conversions';
import { addWords } from '@/i18n/words';

addWords(words);

export function ConversionsRoute() {
  return <ConversionsPage />;
}
