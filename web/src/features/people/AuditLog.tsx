import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ScrollText } from 'lucide-react';
import type { AuditEntry } from '@/api/types';
import { AccountName } from '@/components/ui/AccountName';
import { More } from '@/components/ui/More';
import { Empty, Failed } from '@/components/ui/States';
import { useTranslation } from '@/i18n/use-translation';
import { fullTime } from '@/lib/time';
import { auditQuery } from './api';
import { commentOf, isUnknown } from './audit';

const ACTIONS = ['comment.hide', 'comment.unhide', 'comment.delete'] as const;

/** Who did what that others would want to know. */
export function AuditLog() {
  const { t } = useTranslation();
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
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section aria-label={t('people.tab.audit')} tabIndex={0} className="overflow-x-auto">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('people.column.when')}</th>
              <th scope="col">{t('people.column.who')}</th>
              <th scope="col">{t('people.column.what')}</th>
              <th scope="col">{t('people.column.account')}</th>
              <th scope="col">{t('people.column.subject')}</th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <Entry key={entry.id} entry={entry} />
            ))}
          </tbody>
        </table>
      </section>
      <More of={query} />
    </>
  );
}

function Entry({ entry }: { entry: AuditEntry }) {
  const { t, language } = useTranslation();
  const action = ACTIONS.find((one) => one === entry.action);
  const comment = commentOf(entry);
  return (
    <tr>
      <td className="num whitespace-nowrap text-2">{fullTime(Date.parse(entry.at), language)}</td>
      <td className="whitespace-nowrap">{entry.user_name}</td>
      <td className="whitespace-nowrap">
        {action === undefined ? entry.action : t(`people.did.${action}`)}
        {isUnknown(entry) && <span className="chip chip-warn ms-2">{t('people.unknown')}</span>}
      </td>
      <td className="whitespace-nowrap">{entry.account_id !== null && <AccountName id={entry.account_id} />}</td>
      <td className="min-w-48 font-mono text-fs2 [overflow-wrap:anywhere]">
        {comment === null ? (
          entry.subject
        ) : (
          <Link to="/comments" search={comment} className="text-accent-text underline">
            {entry.subject}
          </Link>
        )}
      </td>
    </tr>
  );
}
