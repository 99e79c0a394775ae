import { Image } from 'lucide-react';
import { useState } from 'react';
import type { KnownPost } from '@/api/types';
import { useTranslation } from '@/i18n/use-translation';
import { useNow } from '@/lib/now';
import { relative } from '@/lib/relative';
import { dateOf, fullTime } from '@/lib/time';
import type { PostScope } from './api';
import { COLUMNS } from './model';
import { useInsightWords } from './use-words';

type Props = {
  scope: PostScope;
  posts: readonly KnownPost[];
  /** Also say how old each row's figures are. */
  ages?: boolean;
  onOpen: (id: string) => void;
};

/** Posts with their figures side by side; on a phone the figures stand under the words. */
export function PostTable({ scope, posts, ages = false, onOpen }: Props) {
  const { t } = useTranslation();
  const { nameOf } = useInsightWords();
  return (
    <section
      aria-label={t(`insights.scope.${scope}`)}
      className="relative overflow-x-auto"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
      tabIndex={0}
    >
      <table className="table [&_td]:align-middle">
        <thead className="max-pane:sr-only">
          <tr>
            <th scope="col">{t(`insights.post.${scope}`)}</th>
            {COLUMNS[scope].map((metric) => (
              <th key={metric} scope="col" className="end max-pane:hidden">
                {nameOf(metric)}
              </th>
            ))}
            {ages && (
              <th scope="col" className="end max-pane:hidden">
                {t('insights.age')}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {posts.map((post) => (
            <Row key={post.id} scope={scope} post={post} ages={ages} onOpen={onOpen} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

type RowProps = { scope: PostScope; post: KnownPost; ages: boolean; onOpen: (id: string) => void };

function Row({ scope, post, ages, onOpen }: RowProps) {
  const { t, language } = useTranslation();
  const { nameOf, say } = useInsightWords();
  const now = useNow();
  const told = (metric: string) => {
    const value = post.metrics?.[metric] ?? null;
    return value === null ? null : say(metric, value);
  };
  const kind = kindOf(post);
  return (
    <tr>
      <td>
        <button
          type="button"
          className="flex w-full items-center gap-3 text-start pane:max-w-96 pane:min-w-56"
          onClick={() => onOpen(post.id)}
        >
          <Picture url={post.media_url} />
          <span className="min-w-0">
            <span dir="auto" className="cut along block font-medium" title={post.caption ?? undefined}>
              {post.caption?.trim() || t('insights.noCaption')}
            </span>
            <span className="block text-fs2 text-3">
              {kind !== null && `${t(`insights.kind.${kind}`)}, `}
              {dateOf(Date.parse(post.timestamp), language)}
            </span>
            <span className="num block text-fs2 text-2 pane:hidden">
              {post.metrics === null
                ? t('insights.notAsked')
                : COLUMNS[scope].map((metric) => `${nameOf(metric)} ${told(metric) ?? '–'}`).join(' · ')}
            </span>
          </span>
        </button>
      </td>
      {COLUMNS[scope].map((metric) => (
        <td key={metric} className="end text-2 max-pane:hidden">
          {told(metric) ?? (
            <span className="text-fs2 text-3">
              {t(post.metrics === null ? 'insights.notAskedShort' : 'insights.notGivenShort')}
            </span>
          )}
        </td>
      ))}
      {ages && (
        <td
          className="end text-fs2 whitespace-nowrap text-3 max-pane:hidden"
          title={post.fetched_at === null ? undefined : fullTime(Date.parse(post.fetched_at), language)}
        >
          {post.fetched_at === null ? '–' : relative(Date.parse(post.fetched_at), now, language)}
        </td>
      )}
    </tr>
  );
}

type Kind = 'reel' | 'story' | 'album' | 'video' | 'photo';

function kindOf({ product_type, media_type }: KnownPost): Kind | null {
  if (product_type === 'REELS') return 'reel';
  if (product_type === 'STORY') return 'story';
  if (media_type === 'CAROUSEL_ALBUM') return 'album';
  if (media_type === 'VIDEO') return 'video';
  return media_type === 'IMAGE' ? 'photo' : null;
}

function Picture({ url }: { url: string | null }) {
  const [broken, setBroken] = useState(false);
  if (url === null || broken) {
    return (
      <span className="grid size-10 flex-none place-items-center rounded-row bg-raised text-3" aria-hidden="true">
        <Image size={16} />
      </span>
    );
  }
  return (
    <img
      src={url}
      alt=""
      loading="lazy"
      className="size-10 flex-none rounded-row object-cover"
      onError={() => setBroken(true)}
    />
  );
}
