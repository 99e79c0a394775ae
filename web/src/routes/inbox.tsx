import { InboxPage } from '@/features/inbox/InboxPage';

export function InboxRoute() {
  return <InboxPage />;
}
