import type { ListedComment, Platform } from '@/api/types';

/** A comment with the platform whose list it came from. */
export type Comment = ListedComment & { readonly platform: Platform };

export const VIEWS = ['open', 'hidden', 'all'] as const;
type View = (typeof VIEWS)[number];

export type Filter = {
  readonly platform: Platform | null;
  readonly view: View;
  readonly q: string;
};

/** What of the screen stands in the address. */
export type Place = Filter & {
  /** Meta's id of the post that is open. */
  readonly post: string | null;
  /** The comment that is chosen. */
  readonly comment: string | null;
};

export function placeOf(raw: Record<string, unknown>): Place {
  const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
  const { platform, view } = raw;
  return {
    platform: platform === 'INSTAGRAM' || platform === 'FACEBOOK' ? platform : null,
    view: VIEWS.find((one) => one === view) ?? 'open',
    q: text(raw.q),
    post: text(raw.post) || null,
    comment: text(raw.comment) || null,
  };
}

/** The address of a place; defaults are left out. */
export function searchOf(place: Place): Record<string, string> {
  return {
    ...(place.platform !== null && { platform: place.platform }),
    ...(place.view !== 'open' && { view: place.view }),
    ...(place.q !== '' && { q: place.q }),
    ...(place.post !== null && { post: place.post }),
    ...(place.comment !== null && { comment: place.comment }),
  };
}

export type PostGroup = {
  readonly key: string;
  readonly post: Comment['post'];
  readonly platform: Platform;
  readonly comments: readonly Comment[];
};

/** A comment whose post is not known stands for itself. */
export function postKey(comment: Pick<Comment, 'media_id' | 'id'>): string {
  return comment.media_id ?? comment.id;
}

/** Comments by post; the post with the newest comment first, and within a post the newest first. */
export function byPost(comments: readonly Comment[]): readonly PostGroup[] {
  const groups = new Map<string, Comment[]>();
  for (const comment of [...comments].sort(newestFirst)) {
    const key = postKey(comment);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [comment]);
    else group.push(comment);
  }
  return [...groups].flatMap(([key, group]) => {
    const first = group[0];
    return first === undefined ? [] : [{ key, post: first.post, platform: first.platform, comments: group }];
  });
}

function newestFirst(a: Comment, b: Comment): number {
  return Date.parse(b.timestamp) - Date.parse(a.timestamp) || (a.id < b.id ? 1 : -1);
}

const DAY = 86_400_000;
/** Meta: a private reply is possible for seven days after the comment. */
const PRIVATE_DAYS = 7;

export type PrivateRule =
  | { readonly kind: 'open'; readonly until: number }
  | { readonly kind: 'sent'; readonly at: number }
  | { readonly kind: 'over' }
  /** Our own comment, a live broadcast, a hidden or deleted comment. */
  | { readonly kind: 'never' };

/** Whether a private reply is possible, and if not, why. */
export function privateRule(
  comment: Pick<Comment, 'own' | 'private_reply_at' | 'can_reply_privately' | 'timestamp'>,
  now: number,
): PrivateRule {
  if (comment.own) return { kind: 'never' };
  if (comment.private_reply_at !== null) return { kind: 'sent', at: Date.parse(comment.private_reply_at) };
  const until = Date.parse(comment.timestamp) + PRIVATE_DAYS * DAY;
  if (until <= now) return { kind: 'over' };
  return comment.can_reply_privately ? { kind: 'open', until } : { kind: 'never' };
}

/** The ids from the last one that was chosen up to this one, as a click with Shift has it. */
export function rangeOf(order: readonly string[], from: string | null, to: string): readonly string[] {
  const [a, b] = [from === null ? -1 : order.indexOf(from), order.indexOf(to)];
  if (a === -1 || b === -1) return [to];
  return order.slice(Math.min(a, b), Math.max(a, b) + 1);
}
