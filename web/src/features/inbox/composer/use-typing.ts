import { useRef } from 'react';
import { useLive } from '@/lib/live/context';
import { TYPING_EVERY_MS } from '@/lib/live/presence';
import { showTyping } from '../api';

/** The customer's dots last about 20 s at Meta; each call is one of the account's. */
const DOTS_EVERY_MS = 10_000;

/** Tells colleagues, and the customer, that an answer is being written, now and then. */
export function useTyping(chatId: string): () => void {
  const live = useLive();
  const told = useRef(0);
  const dots = useRef(0);
  return () => {
    const now = Date.now();
    if (now - told.current >= TYPING_EVERY_MS) {
      told.current = now;
      live.announce('typing', chatId);
    }
    if (now - dots.current >= DOTS_EVERY_MS) {
      dots.current = now;
      // Dots that were not shown are no loss.
      showTyping(chatId).catch(() => undefined);
    }
  };
}
