import { useState } from 'react';
import type { Message } from '@/api/types';
import type { Thread } from '@/lib/live/model';

/** The message that is being answered; forgotten when it is unsent. */
export function useReplyTo(thread: Thread | undefined) {
  const [id, setId] = useState<string | null>(null);
  const found = thread?.rows.find((row) => row.value.id === id)?.value;
  const replyTo = found !== undefined && found.deleted_at === null ? found : null;
  const setReplyTo = (message: Message | null) => setId(message?.id ?? null);
  return { replyTo, setReplyTo };
}
