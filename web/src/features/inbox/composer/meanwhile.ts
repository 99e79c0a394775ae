import type { Message } from '@/api/types';

/** The newest answer of somebody else that came after `since`: who writes now may not have seen it. */
export function answeredMeanwhile(messages: readonly Message[], me: string, since: number): Message | null {
  const later = messages.filter(
    (message) =>
      message.direction === 'outbound' &&
      message.sent_by !== me &&
      message.deleted_at === null &&
      Date.parse(message.timestamp) > since,
  );
  return later.at(-1) ?? null;
}
