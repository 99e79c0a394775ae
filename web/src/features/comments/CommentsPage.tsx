import { Page } from '@/components/ui/Page';
import { useTranslation } from '@/i18n/use-translation';

export function CommentsPage() {
  const { t } = useTranslation();
  return <Page title={t('comments.title')}>{null}</Page>;
}
