import { SettingsPage } from '@/features/settings/SettingsPage';
import { words } from '@/i18n/en/settings';
import { addWords } from '@/i18n/words';

addWords(words);

export function SettingsRoute() {
  return <SettingsPage />;
}
