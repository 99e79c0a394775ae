import { InboxPage } from '@/features/inbox/InboxPage';
import { words } from '@/i18n/en/inbox';
import { addWords } from '@/i18n/words';

addWords(words);

export function InboxRoute() {
  return <InboxPage />;
}
