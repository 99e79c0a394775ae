import { useInfiniteQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { queueQuery } from './api';
import { byPost, type Place, type PostGroup } from './model';

/** The post that is open. It stays while one works on it, even when its last open comment has left the list. */
export function useGroup(place: Place): PostGroup | null {
  const queue = useInfiniteQuery(queueQuery(place));
  const kept = useRef<PostGroup | null>(null);
  if (place.post === null) {
    kept.current = null;
    return null;
  }
  const groups = byPost(queue.data?.pages.flatMap((page) => page.comments) ?? []);
  const found = groups.find((group) => group.key === place.post);
  if (found !== undefined) kept.current = found;
  return kept.current?.key === place.post ? kept.current : null;
}
