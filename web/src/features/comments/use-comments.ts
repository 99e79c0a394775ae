import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { createContext, useCallback, useContext, useEffect, useMemo } from 'react';
import { useStore } from '@/lib/store';
import { deleteComment, hideComment, patchComment, postQuery, queueQuery } from './api';
import { Deletions } from './deleting';
import { type Comment, type Place, type PostGroup, placeOf, postKey, searchOf } from './model';

/** Where one is on the screen, kept in the address. */
export function usePlace() {
  const raw: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const address = JSON.stringify(placeOf(raw));
  const place = useMemo(() => JSON.parse(address) as Place, [address]);
  const go = useCallback(
    (change: Partial<Place>, replace = false) =>
      void navigate({ to: '/comments', search: searchOf({ ...place, ...change }), replace }),
    [navigate, place],
  );
  return { place, go };
}

export const DeletionsContext = createContext<Deletions | null>(null);

export function useDeletions(): Deletions {
  const deletions = useContext(DeletionsContext);
  if (deletions === null) throw new Error('useDeletions needs the page around it');
  return deletions;
}

/** One per visit of the screen. */
export function useNewDeletions(): Deletions {
  const queryClient = useQueryClient();
  const deletions = useMemo(
    () =>
      new Deletions({
        remove: deleteComment,
        done: () => void queryClient.invalidateQueries({ queryKey: ['comments'] }),
      }),
    [queryClient],
  );
  useEffect(() => {
    const leave = () => deletions.leave();
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [deletions]);
  return deletions;
}

/** What stands in the list: without what is being deleted, with the post that is open even when it has no open comment. */
export function useQueue(place: Place) {
  const queue = useInfiniteQuery(queueQuery(place));
  const gone = useStore(useDeletions().items);
  const pages = queue.data?.pages;
  const comments = useMemo(
    () => pages?.flatMap((page) => page.comments).filter((one) => gone.get(one.id)?.state !== 'waiting') ?? [],
    [pages, gone],
  );
  return { queue, comments };
}

/** Every comment of the post that is open, oldest first. */
export function useTree(group: Pick<PostGroup, 'key' | 'platform'>) {
  const tree = useInfiniteQuery(postQuery(group.platform, group.key));
  const gone = useStore(useDeletions().items);
  const pages = tree.data?.pages;
  const comments = useMemo(
    () =>
      pages
        ?.flatMap((page) => page.comments)
        .filter((one) => postKey(one) === group.key && gone.get(one.id)?.state !== 'waiting')
        .sort((a, b) => Date.parse(b.timestamp) - Date.parse(a.timestamp)) ?? [],
    [pages, gone, group.key],
  );
  return { tree, comments };
}

/** Hides or shows comments, each on its own; gives back those that failed, with the reason. */
export function useHide() {
  const queryClient = useQueryClient();
  return useCallback(
    async (comments: readonly Pick<Comment, 'id' | 'hidden'>[], hide: boolean, onStep?: () => void) => {
      const failed = new Map<string, string>();
      for (const { id, hidden } of comments) {
        patchComment(queryClient, id, { hidden: hide });
        try {
          await hideComment(id, hide);
        } catch (error) {
          patchComment(queryClient, id, { hidden });
          failed.set(id, error instanceof Error ? error.message : '');
        }
        onStep?.();
      }
      return failed;
    },
    [queryClient],
  );
}
