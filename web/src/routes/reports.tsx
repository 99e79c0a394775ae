import { ReportsPage } from '@/features/reports/ReportsPage';
import { words } from '@/i18n/en/reports';
import { addWords } from '@/i18n/words';

addWords(words);

export function ReportsRoute() {
  return <ReportsPage />;
}
