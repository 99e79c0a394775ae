import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from '@/i18n/use-translation';
import { postsQuery } from './api';
import { sorted } from './model';
import { PostTable } from './PostTable';
import type { Place } from './place';

/** As many as fit beside the plot. */
const SHOWN = 5;

/** The posts that reached the most people, as far as their figures are known. */
export function BestPosts({ account, go }: { account: string | null; go: (change: Partial<Place>) => void }) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(postsQuery(account, 'media'));
  const posts = query.data?.pages.flatMap((page) => page.posts) ?? [];
  const best = sorted(posts, 'reach')
    .filter((post) => post.metrics !== null)
    .slice(0, SHOWN);
  if (best.length === 0) return null;
  return (
    <section className="min-w-0 rounded-card border border-line bg-panel p-4" aria-label={t('insights.best')}>
      <div className="mb-1 flex items-baseline gap-2.5">
        <h2 className="text-fs4">{t('insights.best')}</h2>
        <span className="text-fs2 text-3 max-pane:hidden">{t('insights.bestHint')}</span>
        <button type="button" className="ms-auto text-fs2 text-accent-text" onClick={() => go({ scope: 'media' })}>
          {t('insights.allPosts')}
        </button>
      </div>
      <PostTable scope="media" posts={best} onOpen={(post) => go({ scope: 'media', post })} />
    </section>
  );
}
