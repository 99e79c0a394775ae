import { useQueryClient } from '@tanstack/react-query';

/** Everything that names people or counts them. */
const KEYS = ['people', 'agents', 'stats'] as const;

/** Reads again what shows the people, after one of them changed. */
export function useReadAgain(): () => Promise<unknown> {
  const queryClient = useQueryClient();
  return () => Promise.all(KEYS.map((key) => queryClient.invalidateQueries({ queryKey: [key] })));
}
