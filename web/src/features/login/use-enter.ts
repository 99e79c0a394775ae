import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { meQuery } from '@/api/session';

/**
 * Goes in with the session cookie that the server has just set; its answer also holds a token for programs, which the
 * browser forgets. The server says afresh who it is, and whether a password is to be chosen first. The page before one
 * was in is not gone back to.
 */
export function useEnter(): (path?: string) => Promise<void> {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return async (path = '/inbox') => {
    await queryClient.fetchQuery({ ...meQuery, staleTime: 0 });
    await navigate({ href: path, replace: true });
  };
}
