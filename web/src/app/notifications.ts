import type { Chat, Message } from '@/api/types';
import { chime } from '@/lib/chime';
import { customerName, shortId } from '@/lib/names';
import { noticesAllowed, showNotice } from '@/lib/notice';
import { notifyPrefs, shouldNotify } from '@/lib/notify';
import { isMyTurn } from '@/lib/one-page';
import { pushState } from '@/lib/push';

type Options = {
  readonly me: string;
  readonly onOpen: (chatId: string) => void;
  /** What stands in the place of words: a photo, or that they are not to be shown. */
  readonly words: { readonly file: string; readonly hidden: string; readonly somebody: string };
};

/** Calls somebody who looks elsewhere: a customer has written. */
export async function notifyOf(message: Message, chat: Chat | null, { me, onOpen, words }: Options): Promise<void> {
  const prefs = notifyPrefs.get();
  const arrival = { owner: chat === null ? undefined : chat.assigned_to, at: Date.parse(message.timestamp) };
  if (!shouldNotify(prefs, arrival, me, new Date())) return;
  if (!(await isMyTurn(message.id))) return;
  if (prefs.sound) chime();
  // Web Push tells of it already, and a notice of the same chat twice is one too many.
  if (pushState.get() === 'on' || !prefs.desktop || !noticesAllowed()) return;
  const title = chat === null ? words.somebody : (customerName(chat) ?? shortId(chat.instagram_user_id));
  const text = message.content === '' ? words.file : message.content;
  const notice = { chat: message.chat_id, title, body: prefs.showText ? text : words.hidden };
  await showNotice(notice, () => onOpen(message.chat_id));
}
