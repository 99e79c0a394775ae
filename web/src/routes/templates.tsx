import { TemplatesPage } from '@/features/templates/TemplatesPage';
import { words } from '@/i18n/en/templates';
import { addWords } from '@/i18n/words';

addWords(words);

export function TemplatesRoute() {
  return <TemplatesPage />;
}
