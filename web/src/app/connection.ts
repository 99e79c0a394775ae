import type { LiveStatus } from '@/lib/live/live';

/** A break this short is not worth a word like "offline". */
const OFFLINE_AFTER_MS = 15_000;

export type Connection =
  | { kind: 'live' }
  | { kind: 'connecting' }
  | { kind: 'behind'; count: number }
  | { kind: 'reconnecting' }
  | { kind: 'offline'; since: number };

/** What the pill says of a connection. Calm first: "offline" only when it lasts, or the browser itself knows. */
export function connectionOf({ socket, behind }: LiveStatus, browserOnline: boolean, now: number): Connection {
  switch (socket.kind) {
    case 'open':
      return behind > 0 ? { kind: 'behind', count: behind } : { kind: 'live' };
    case 'idle':
    case 'rejected':
      return { kind: 'connecting' };
    default: {
      const since = socket.downSince;
      if (since === null) return { kind: 'connecting' };
      if (!browserOnline || now - since >= OFFLINE_AFTER_MS) return { kind: 'offline', since };
      return { kind: 'reconnecting' };
    }
  }
}
