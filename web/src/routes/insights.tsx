import { InsightsPage } from '@/features/insights/InsightsPage';

export function InsightsRoute() {
  return <InsightsPage />;
}
