import { useMutation, useQueryClient } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { type PostScope, postQuery } from './api';

/** Posts whose figures nobody has asked for yet, and the way to ask for all of them. */
export function FetchMissing({ scope, ids }: { scope: PostScope; ids: readonly string[] }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [done, setDone] = useState(0);
  const fetchAll = useMutation({
    // One after the other: Meta counts calls, and the first refusal is reason enough to stop.
    mutationFn: async (wanted: readonly string[]) => {
      setDone(0);
      for (const id of wanted) {
        await queryClient.fetchQuery(postQuery(scope, id));
        setDone((count) => count + 1);
      }
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['insights', 'posts'] }),
  });
  const { isPending, error, variables } = fetchAll;
  if (ids.length === 0 && !isPending) return null;
  return (
    <div role="status" className="flex flex-wrap items-center gap-x-3 gap-y-2 text-2">
      {isPending
        ? t('insights.fetching', { done, count: variables.length })
        : t('insights.missing', { count: ids.length })}
      <button
        type="button"
        className="btn btn-s"
        aria-disabled={isPending}
        onClick={() => isPending || fetchAll.mutate(ids)}
      >
        <RefreshCw size={14} className={isPending ? 'spin' : undefined} aria-hidden />
        {t('insights.fetchMissing')}
      </button>
      {error !== null && (
        <Say tone="bad" alert>
          {error.message}
        </Say>
      )}
    </div>
  );
}
