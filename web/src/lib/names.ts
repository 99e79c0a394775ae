import type { Chat, Platform } from '@/api/types';

/** The app a customer writes from. Names of products, the same in every language. */
export function platformName(platform: Platform): string {
  return platform === 'INSTAGRAM' ? 'Instagram' : 'Facebook';
}

export function appName(platform: Platform): string {
  return platform === 'INSTAGRAM' ? 'Instagram' : 'Messenger';
}

/** How the customer is called; null while Meta has not told and the id stands in the name's place. */
export function customerName(chat: Pick<Chat, 'username' | 'instagram_user_id'>): string | null {
  return chat.username === chat.instagram_user_id ? null : chat.username;
}

/** The end of an id is what tells two of them apart. */
export function shortId(id: string): string {
  return id.length <= 6 ? id : `…${id.slice(-6)}`;
}

/** What colleagues call each other. */
export function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? name;
}

/** Up to two letters: of the first and last word, or of the first word's parts (maya.lindq → ML). */
export function initials(name: string): string {
  const words = name.split(/[\s._-]+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const first = words[0];
  if (first === undefined) return '?';
  const last = words.length > 1 ? words.at(-1) : undefined;
  return [first, last]
    .map((word) => [...(word ?? '').replace(/^[^\p{L}\p{N}]+/u, '')][0] ?? '')
    .join('')
    .toUpperCase();
}

const FACES = 6;

/** One of the six face colours, always the same for one id. */
export function faceOf(id: string): number {
  let hash = 0;
  for (const character of id) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return (hash % FACES) + 1;
}
