import { Page } from '@/components/ui/Page';
import { useTranslation } from '@/i18n/use-translation';

export function TemplatesPage() {
  const { t } = useTranslation();
  return <Page title={t('templates.title')}>{null}</Page>;
}
