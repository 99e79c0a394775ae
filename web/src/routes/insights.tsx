import { InsightsPage } from '@/features/insights/InsightsPage';
import { words } from '@/i18n/en/insights';
import { addWords } from '@/i18n/words';

addWords(words);

export function InsightsRoute() {
  return <InsightsPage />;
}
