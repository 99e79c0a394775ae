import { SignUpPage } from '@/features/login/SignUpPage';
import { words } from '@/i18n/en/login';
import { addWords } from '@/i18n/words';

addWords(words);

export function SignUpRoute() {
  return <SignUpPage />;
}
