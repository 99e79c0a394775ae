import { createContext, useContext } from 'react';
import type { Live } from './live';

/** Null outside a session. */
export const LiveContext = createContext<Live | null>(null);

export function useLive(): Live {
  const live = useContext(LiveContext);
  if (live === null) throw new Error('useLive needs a session around it');
  return live;
}
