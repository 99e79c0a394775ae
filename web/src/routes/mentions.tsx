import { MentionsPage } from '@/features/comments/MentionsPage';
import { words } from '@/i18n/en/comments';
import { addWords } from '@/i18n/words';

addWords(words);

export function MentionsRoute() {
  return <MentionsPage />;
}
