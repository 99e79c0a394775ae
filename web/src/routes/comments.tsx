import { CommentsPage } from '@/features/comments/CommentsPage';
import { words } from '@/i18n/en/comments';
import { addWords } from '@/i18n/words';

addWords(words);

export function CommentsRoute() {
  return <CommentsPage />;
}
