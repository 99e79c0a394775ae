import { useInfiniteQuery } from '@tanstack/react-query';
import { AtSign, ExternalLink } from 'lucide-react';
import type { Mention } from '@/api/types';
import { Page } from '@/components/ui/Page';
import { Say } from '@/components/ui/Say';
import { Empty, Failed } from '@/components/ui/States';
import { useTranslation } from '@/i18n/use-translation';
import { useNow } from '@/lib/now';
import { fullTime, listTime } from '@/lib/time';
import { mentionsQuery } from './api';
import { Thumbnail } from './QueueGroup';

/** Where others mention the account in posts and comments. Meta keeps no list of them, so what stands here came as it happened. */
export function MentionsPage() {
  const { t } = useTranslation();
  const query = useInfiniteQuery(mentionsQuery);
  const mentions = query.data?.pages.flatMap((page) => page.mentions) ?? [];
  const note = query.data?.pages[0]?.note ?? null;
  return (
    <Page title={t('nav.mentions')}>
      <div className="mx-auto grid grid-cols-[minmax(0,1fr)] max-w-[760px] gap-3">
        {note !== null && <Say tone="info">{note}</Say>}
        {query.isPending && <div className="skeleton after-a-while h-28 !rounded-card" />}
        {query.isError && (
          <Failed
            title={t('mentions.failed')}
            text={t('common.failedHint')}
            retry={t('common.retry')}
            onRetry={() => void query.refetch()}
          />
        )}
        {query.data !== undefined && mentions.length === 0 && (
          <Empty icon={AtSign} title={t('mentions.empty')} text={t('mentions.emptyHint')} />
        )}
        <ul className="grid grid-cols-[minmax(0,1fr)] gap-3">
          {mentions.map((mention) => (
            <Card key={mention.id} mention={mention} />
          ))}
        </ul>
        {query.hasNextPage && (
          <button
            type="button"
            className="btn btn-ghost"
            aria-disabled={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {t('common.more')}
          </button>
        )}
      </div>
    </Page>
  );
}

function Card({ mention }: { mention: Mention }) {
  const { t, language } = useTranslation();
  const now = useNow();
  const at = Date.parse(mention.timestamp);
  const name = mention.username ?? t('comments.somebody');
  return (
    <li className="flex gap-4 rounded-card border border-line bg-panel p-3.5">
      <Thumbnail url={mention.media_url} size={72} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <b dir="auto" className="font-semibold">
            {name}
          </b>
          <span className="text-fs2 text-3">
            {t(mention.comment_id === null ? 'mentions.inPost' : 'mentions.inComment')}
          </span>
          <time dateTime={mention.timestamp} title={fullTime(at, language)} className="num ms-auto text-fs1 text-3">
            {listTime(at, now, language, t('comments.yesterday'))}
          </time>
        </p>
        {mention.text !== null && (
          <p dir="auto" className="mt-1 text-fs4 whitespace-pre-wrap [overflow-wrap:anywhere]">
            {mention.text}
          </p>
        )}
        {mention.caption !== null && (
          <p dir="auto" className="mt-1 line-clamp-3 text-2 [overflow-wrap:anywhere]">
            {mention.caption}
          </p>
        )}
        {mention.text === null && mention.caption === null && (
          <p className="mt-1 text-fs2 text-3">{t('mentions.wordsLater')}</p>
        )}
        {mention.permalink !== null && (
          <a
            href={mention.permalink}
            target="_blank"
            rel="noreferrer noopener"
            className="mt-1.5 inline-flex items-center gap-1.5 text-fs2 text-accent-text"
          >
            <ExternalLink size={14} aria-hidden />
            {t('mentions.open')}
          </a>
        )}
      </div>
    </li>
  );
}
