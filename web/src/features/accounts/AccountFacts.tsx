import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import { CircleAlert, CircleCheck, CircleHelp, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Managed } from '@/api/accounts';
import { useTranslation } from '@/i18n/use-translation';
import { useNow } from '@/lib/now';
import { relative } from '@/lib/relative';
import { dateOf, fullTime } from '@/lib/time';
import { healthQuery, heldQuery, MOST_HELD } from './api';
import { checkOf, type Level, levelOf } from './checks';

const TOKEN: Record<Managed['status'], Level> = { active: 'ok', expiring: 'warn', reconnect: 'bad', paused: 'ok' };

/** What is known of an account at a glance. What Meta was asked about it stands here too, once it was. */
export function AccountFacts({ account }: { account: Managed }) {
  const { t, language } = useTranslation();
  const now = useNow();
  const { status, tokenEnds, lastDelivery, pageId, connectedAt } = account;
  // Only read, never asked: that is what opening the checks is for.
  const health = useQuery({ ...healthQuery(account.id), enabled: false }).data;
  // The account's status follows within the hour; what was seen just now is newer.
  const refused = status === 'reconnect' || checkOf(health, 'token')?.ok === false;
  const held = useHeld(account);
  const subscription = checkOf(health, 'subscription');
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-[5px] border-t border-line pt-2.5 text-fs2 leading-[18px]">
      <Row name={t('accounts.tokenRow')} level={refused ? 'bad' : TOKEN[status]}>
        {refused ? t('accounts.refused') : <Ends at={tokenEnds} now={now} />}
      </Row>
      {subscription !== null && health !== undefined && (
        <Row name={t('accounts.subscriptions')} level={levelOf(subscription, status)}>
          {t(`accounts.level.${levelOf(subscription, status)}`)}
        </Row>
      )}
      {held > 0 && (
        <Row name={t('accounts.held')} level="warn">
          <Link to="/deliveries" className="underline underline-offset-2">
            {t(held < MOST_HELD ? 'accounts.heldCount' : 'accounts.heldMany', { count: held })}
          </Link>
        </Row>
      )}
      <Row name={t('accounts.lastDelivery')}>
        {lastDelivery === null ? (
          t('accounts.none')
        ) : (
          <time dateTime={lastDelivery} className="num">
            {relative(Date.parse(lastDelivery), now, language)}
            <span className="text-3"> · {fullTime(Date.parse(lastDelivery), language)}</span>
          </time>
        )}
      </Row>
      {pageId !== null && <Row name={t('accounts.pageRow')}>{pageId}</Row>}
      <Row name={t('accounts.since')}>{dateOf(Date.parse(connectedAt), language)}</Row>
    </dl>
  );
}

/** Replies that cannot leave now; while an account sends, they are gone before one could read a number. */
function useHeld({ id, status }: Managed): number {
  const stopped = status === 'reconnect' || status === 'paused';
  const { data } = useQuery(heldQuery(stopped));
  return stopped ? (data ?? []).filter((job) => job.kind === 'send' && job.account_id === id).length : 0;
}

function Ends({ at, now }: { at: string | null; now: number }) {
  const { t, language } = useTranslation();
  if (at === null) return t('accounts.noEnd');
  const when = Date.parse(at);
  return t('accounts.ends', { when: relative(when, now, language), date: dateOf(when, language) });
}

const LOOKS: Record<Level, { icon: typeof CircleCheck; tone: string }> = {
  ok: { icon: CircleCheck, tone: 'text-ok-text' },
  warn: { icon: TriangleAlert, tone: 'text-warn-text' },
  bad: { icon: CircleAlert, tone: 'text-bad-text' },
  unknown: { icon: CircleHelp, tone: 'text-3' },
  asking: { icon: CircleHelp, tone: 'text-3' },
};

function Row({ name, level, children }: { name: string; level?: Level; children: ReactNode }) {
  const look = level === undefined ? null : LOOKS[level];
  const Icon = look?.icon;
  return (
    <>
      <dt className="text-3">{name}</dt>
      <dd className={clsx('flex justify-end gap-1.5 text-end', look?.tone ?? 'text-2')}>
        {Icon !== undefined && <Icon size={13} className="mt-[2.5px]" aria-hidden />}
        <span className="min-w-0">{children}</span>
      </dd>
    </>
  );
}
