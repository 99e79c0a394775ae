import type { Chat, Message } from '@/api/types';
import { customerName, shortId } from '@/lib/names';
import { notifyPrefs, shouldNotify } from '@/lib/notify';
import { pushState } from '@/lib/push';

type Options = {
  readonly me: string;
  readonly onOpen: (chatId: string) => void;
  /** What stands in the place of words: a photo, or that they are not to be shown. */
  readonly words: { readonly file: string; readonly hidden: string; readonly somebody: string };
};

/** Calls somebody who looks elsewhere: this page is hidden, and a customer has written. */
export function notifyOf(message: Message, chat: Chat | null, { me, onOpen, words }: Options): void {
  if (document.visibilityState === 'visible' && document.hasFocus()) return;
  const prefs = notifyPrefs.get();
  const arrival = { owner: chat === null ? undefined : chat.assigned_to, at: Date.parse(message.timestamp) };
  if (!shouldNotify(prefs, arrival, me, new Date())) return;
  if (prefs.sound) chime();
  // Web Push tells of it already, and a notice of the same chat twice is one too many.
  if (pushState.get() === 'on') return;
  if (!prefs.desktop || typeof Notification === 'undefined' || Notification.permission !== 'granted') return;
  const name = chat === null ? words.somebody : (customerName(chat) ?? shortId(chat.instagram_user_id));
  const text = message.content === '' ? words.file : message.content;
  const shown = new Notification(name, {
    body: prefs.showText ? text : words.hidden,
    // One notice per chat: the next one takes its place.
    tag: message.chat_id,
    icon: '/icons/192.png',
  });
  shown.onclick = () => {
    window.focus();
    onOpen(message.chat_id);
    shown.close();
  };
}

/** Two soft tones, made here so that nothing is fetched. */
function chime(): void {
  const context = new AudioContext();
  const end = context.currentTime + 0.35;
  for (const [frequency, begin] of [
    [660, 0],
    [880, 0.12],
  ] as const) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0.08, context.currentTime + begin);
    volume.gain.exponentialRampToValueAtTime(0.0001, end);
    tone.connect(volume).connect(context.destination);
    tone.start(context.currentTime + begin);
    tone.stop(end);
  }
  window.setTimeout(() => void context.close(), 1_000);
}
