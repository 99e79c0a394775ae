import { Page } from '@/components/ui/Page';
import { useTranslation } from '@/i18n/use-translation';

export function SettingsPage() {
  const { t } = useTranslation();
  return <Page title={t('settings.title')}>{null}</Page>;
}
