import { useInfiniteQuery } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import { More } from '@/components/ui/More';
import { Empty, Failed } from '@/components/ui/States';
import { useTranslation } from '@/i18n/use-translation';
import { fullTime } from '@/lib/time';
import { auditQuery } from './api';

const ACTIONS = ['comment.hide', 'comment.unhide', 'comment.delete'] as const;

/** Who did what that others would want to know. */
export function AuditLog() {
  const { t, language } = useTranslation();
  const query = useInfiniteQuery(auditQuery);
  if (query.data === undefined) {
    if (!query.isError) return <div className="skeleton after-a-while h-40 !rounded-card" />;
    return (
      <Failed
        title={t('people.auditFailed')}
        text={t('common.failedHint')}
        retry={t('common.retry')}
        onRetry={() => void query.refetch()}
      />
    );
  }
  const entries = query.data.pages.flatMap((page) => page.entries);
  if (entries.length === 0) {
    return <Empty icon={ScrollText} title={t('people.auditEmpty')} text={t('people.auditEmptyHint')} />;
  }
  return (
    <>
      <section aria-label={t('people.tab.audit')} className="overflow-x-auto">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('people.column.when')}</th>
              <th scope="col">{t('people.column.who')}</th>
              <th scope="col">{t('people.column.what')}</th>
              <th scope="col">{t('people.column.subject')}</th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => {
              const action = ACTIONS.find((one) => one === entry.action);
              return (
                <tr key={entry.id}>
                  <td className="num whitespace-nowrap text-2">{fullTime(Date.parse(entry.at), language)}</td>
                  <td>{entry.user_name}</td>
                  <td>{action === undefined ? entry.action : t(`people.did.${action}`)}</td>
                  <td className="font-mono text-fs2 [overflow-wrap:anywhere]">{entry.subject}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
      <More of={query} />
    </>
  );
}
