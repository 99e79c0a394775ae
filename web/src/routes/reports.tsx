import { ReportsPage } from '@/features/reports/ReportsPage';

export function ReportsRoute() {
  return <ReportsPage />;
}
