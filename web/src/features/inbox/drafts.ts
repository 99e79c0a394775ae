import { keep, local, readKept } from '@/lib/storage';
import { Store } from '@/lib/store';

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
