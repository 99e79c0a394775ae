import { CommentsPage } from '@/features/comments/CommentsPage';

export function CommentsRoute() {
  return <CommentsPage />;
}
