/** Who is at a chat. Not in the log: last word wins, and it fades by itself when the leaving is lost. */
export type Present = { readonly userId: string; readonly state: 'viewing' | 'typing'; readonly at: number };

export type Presence = ReadonlyMap<string, readonly Present[]>;

/** Typing is announced anew at least every 4 s while it goes on. */
const TYPING_LASTS_MS = 6_000;
/** Looking is announced anew every 30 s. */
const VIEWING_LASTS_MS = 45_000;

export const TYPING_EVERY_MS = 4_000;
export const VIEWING_EVERY_MS = 30_000;

export function withPresence(
  presence: Presence,
  frame: { chat_id: string; user_id: string; state: 'viewing' | 'typing' | 'gone' },
  now: number,
): Presence {
  const others = (presence.get(frame.chat_id) ?? []).filter((one) => one.userId !== frame.user_id);
  const list = frame.state === 'gone' ? others : [...others, { userId: frame.user_id, state: frame.state, at: now }];
  const next = new Map(presence);
  if (list.length === 0) next.delete(frame.chat_id);
  else next.set(frame.chat_id, list);
  return next;
}

/** Those still believed to be there. Somebody who stopped typing is still looking. */
export function presentAt(presence: Presence, chatId: string, now: number): readonly Present[] {
  return (presence.get(chatId) ?? [])
    .filter((one) => now - one.at < VIEWING_LASTS_MS)
    .map((one) => (one.state === 'typing' && now - one.at >= TYPING_LASTS_MS ? { ...one, state: 'viewing' } : one));
}
