import { Page } from '@/components/ui/Page';
import { useTranslation } from '@/i18n/use-translation';

export function DeliveriesPage() {
  const { t } = useTranslation();
  return <Page title={t('deliveries.title')}>{null}</Page>;
}
