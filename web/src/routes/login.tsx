import { LoginPage } from '@/features/login/LoginPage';
import { words } from '@/i18n/en/login';
import { addWords } from '@/i18n/words';

addWords(words);

export function LoginRoute() {
  return <LoginPage />;
}
