import { PasswordPage } from '@/features/login/PasswordPage';
import { words } from '@/i18n/en/login';
import { addWords } from '@/i18n/words';

addWords(words);

export function PasswordRoute() {
  return <PasswordPage />;
}
