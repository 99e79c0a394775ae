import { AccountsPage } from '@/features/accounts/AccountsPage';

export function AccountsRoute() {
  return <AccountsPage />;
}
