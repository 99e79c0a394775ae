import { useMutation, useQueryClient } from '@tanstack/react-query';
import { RotateCcw } from 'lucide-react';
import { useTranslation } from '@/i18n/use-translation';
import { replay } from './api';

/** Runs all that are listed again, the oldest first, as they came. */
export function ReplayAll({ ids }: { ids: readonly string[] }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const all = useMutation({
    mutationFn: async (wanted: readonly string[]) => {
      let failed = 0;
      // One after the other: a replay waits behind what comes in, and many at once would only wait together.
      for (const id of wanted.toReversed()) await replay(id).catch(() => failed++);
      return { count: wanted.length - failed, failed };
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['deliveries'] }),
  });
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
      {ids.length > 0 && (
        <button
          type="button"
          className="btn btn-s"
          title={t('deliveries.replayHint')}
          aria-disabled={all.isPending}
          onClick={() => all.isPending || all.mutate(ids)}
        >
          <RotateCcw size={14} aria-hidden />
          {t('deliveries.replayAll', { count: ids.length })}
        </button>
      )}
      <span role="status" className="text-fs2 text-2">
        {all.data !== undefined && all.data.count > 0 && t('deliveries.replayedAll', { count: all.data.count })}
      </span>
      {all.data !== undefined && all.data.failed > 0 && (
        <span role="alert" className="text-fs2 text-bad-text">
          {t('deliveries.replayAllFailed', { count: all.data.failed })}
        </span>
      )}
    </div>
  );
}
