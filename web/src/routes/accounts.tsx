import { AccountsPage } from '@/features/accounts/AccountsPage';
import { words } from '@/i18n/en/accounts';
import { addWords } from '@/i18n/words';

addWords(words);

export function AccountsRoute() {
  return <AccountsPage />;
}
