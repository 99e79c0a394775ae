import type { AuditEntry } from '@/api/types';

type Told = Pick<AuditEntry, 'action' | 'subject' | 'detail'>;

/** Where the comment stands that something was done to; one that was deleted stands nowhere. */
export function commentOf({ action, subject, detail }: Told): Record<string, string> | null {
  if (action !== 'comment.hide' && action !== 'comment.unhide') return null;
  const post = textOf(detail, 'media_id');
  return { view: 'all', ...(post !== null && { post }), comment: subject };
}

/** Meta's answer was lost, so nobody knows whether it was done. */
export function isUnknown({ detail }: Pick<Told, 'detail'>): boolean {
  return textOf(detail, 'outcome') === 'unknown';
}

function textOf(detail: unknown, name: string): string | null {
  if (typeof detail !== 'object' || detail === null) return null;
  const value: unknown = Object.getOwnPropertyDescriptor(detail, name)?.value;
  return typeof value === 'string' ? value : null;
}
