import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { api, read } from './client';

/** The way out. It works even when the server cannot be told. */
export function useLogout(): () => void {
  const queryClient = useQueryClient();
  const router = useRouter();
  return () => {
    void read(api.POST('/api/auth/logout'))
      .catch(() => undefined)
      .then(() => {
        queryClient.clear();
        queryClient.setQueryData(['me'], null);
        return router.navigate({ to: '/login' });
      });
  };
}
