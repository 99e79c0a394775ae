import { useMutation, useQueryClient } from '@tanstack/react-query';
import { healthQuery, repairAccount } from './api';

/** Subscribes again; what is found then takes the place of what was known. */
export function useRepair(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => repairAccount(id),
    onSuccess: async (found) => {
      queryClient.setQueryData(healthQuery(id).queryKey, found);
      await queryClient.invalidateQueries({
        queryKey: ['accounts'],
        predicate: ({ queryKey }) => queryKey[1] !== 'health',
      });
    },
  });
}
