import { Page } from '@/components/ui/Page';
import { useTranslation } from '@/i18n/use-translation';

export function PeoplePage() {
  const { t } = useTranslation();
  return <Page title={t('people.title')}>{null}</Page>;
}
