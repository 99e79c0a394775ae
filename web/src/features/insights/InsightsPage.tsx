import { Page } from '@/components/ui/Page';
import { useTranslation } from '@/i18n/use-translation';

export function InsightsPage() {
  const { t } = useTranslation();
  return <Page title={t('insights.title')}>{null}</Page>;
}
