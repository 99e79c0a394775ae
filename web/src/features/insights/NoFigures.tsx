import { ChartLine } from 'lucide-react';
import { ApiError } from '@/api/problem';
import { Empty, Failed } from '@/components/ui/States';
import { useTranslation } from '@/i18n/use-translation';

/** In the place of figures that did not come. Who may not list accounts is told how to get to one. */
export function NoFigures({ error, retry }: { error: Error; retry: () => void }) {
  const { t } = useTranslation();
  if (error instanceof ApiError && error.code === 'account_required') {
    return <Empty icon={ChartLine} title={t('insights.unnamed')} text={t('insights.unnamedHint')} />;
  }
  return <Failed title={t('insights.failed')} text={error.message} retry={t('common.retry')} onRetry={retry} />;
}
