import { Page } from '@/components/ui/Page';
import { useTranslation } from '@/i18n/use-translation';

export function ConversionsPage() {
  const { t } = useTranslation();
  return <Page title={t('conversions.title')}>{null}</Page>;
}
