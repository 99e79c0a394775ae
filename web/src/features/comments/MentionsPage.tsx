import { Page } from '@/components/ui/Page';
import { useTranslation } from '@/i18n/use-translation';

export function MentionsPage() {
  const { t } = useTranslation();
  return <Page title={t('nav.mentions')}>{null}</Page>;
}
