import { SetupPage } from '@/features/login/SetupPage';
import { words } from '@/i18n/en/login';
import { addWords } from '@/i18n/words';

addWords(words);

export function SetupRoute() {
  return <SetupPage />;
}
