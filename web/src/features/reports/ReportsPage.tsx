import { Page } from '@/components/ui/Page';
import { useTranslation } from '@/i18n/use-translation';

export function ReportsPage() {
  const { t } = useTranslation();
  return <Page title={t('reports.title')}>{null}</Page>;
}
