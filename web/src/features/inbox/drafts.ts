import { useState } from 'react';
import { useSession } from '@/lib/session';
import { keep, local, readKept } from '@/lib/storage';
import { Store, useStore } from '@/lib/store';

const keyOf = (userId: string, chatId: string) => `tg.draft.${userId}.${chatId}`;

/**
 * Unsent texts, one per chat, kept through reloads. The counter moves when a draft is put there by something other than
 * the text field itself, which then reads it again.
 */
export const drafts = {
  changed: new Store(0),
  read: (userId: string, chatId: string): string => readKept(local, keyOf(userId, chatId)) ?? '',
  write: (userId: string, chatId: string, text: string): void => keep(local, keyOf(userId, chatId), text),
  put(userId: string, chatId: string, text: string): void {
    this.write(userId, chatId, text);
    this.changed.set(this.changed.get() + 1);
  },
};

/** The unsent text at this place, kept while it is not sent. */
export function useDraft(place: string): [string, (text: string) => void] {
  const { me } = useSession();
  const changed = useStore(drafts.changed);
  const [seen, setSeen] = useState(changed);
  const [text, setText] = useState(() => drafts.read(me.id, place));
  if (changed !== seen) {
    setSeen(changed);
    setText(drafts.read(me.id, place));
  }
  const write = (next: string) => {
    setText(next);
    drafts.write(me.id, place, next);
  };
  return [text, write];
}
