import { MentionsPage } from '@/features/comments/MentionsPage';

export function MentionsRoute() {
  return <MentionsPage />;
}
