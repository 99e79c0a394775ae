import { createContext, useContext } from 'react';
import type { AuthConfig, Me } from '@/api/types';

export type Session = { readonly me: Me; readonly config: AuthConfig };

/** Who is logged in, and to what kind of server. */
export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('useSession needs a session around it');
  return session;
}
