import { useSyncExternalStore } from 'react';

/** Everything that counts down shows minutes, so this is fine enough to be right when the minute turns. */
const TICK_MS = 10_000;

const listeners = new Set<() => void>();
let current = Date.now();
let timer: number | undefined;

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    current = Date.now();
    timer = window.setInterval(() => {
      current = Date.now();
      for (const one of [...listeners]) one();
    }, TICK_MS);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.clearInterval(timer);
  };
}

/** The present time, one clock for the whole screen. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => current);
}
