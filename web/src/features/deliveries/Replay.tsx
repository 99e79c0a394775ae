import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import { RotateCcw } from 'lucide-react';
import { ApiError } from '@/api/problem';
import type { DeliveryDetail } from '@/api/types';
import { useTranslation } from '@/i18n/use-translation';
import { replay } from './api';
import { replayHelps, summary } from './model';

/** Runs a delivery again, where that may help, and says what came of it. */
export function Replay({ delivery }: { delivery: DeliveryDetail }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const again = useMutation({
    mutationFn: () => replay(delivery.id),
    // Not done before it is known how it stands now.
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['deliveries'] }),
  });
  const helps = replayHelps(delivery);
  // A replay puts it in line, and then it may be applied: who asked for it stays to see that.
  if (!helps && again.isIdle) return null;
  const ready = helps && !again.isPending;
  const state = summary(delivery);
  const parked = delivery.items.some((item) => item.outcome === 'parked');
  return (
    <footer className="flex flex-none flex-wrap items-center justify-end gap-x-3 gap-y-2 border-t border-line px-4 py-3">
      <p className={clsx('text-fs2 text-3', parked ? 'w-full' : 'min-w-40 flex-1')}>
        <span role="status">
          {again.isSuccess &&
            (state === 'new'
              ? t('deliveries.replayed')
              : t('deliveries.ranAgain', { outcome: t(`deliveries.outcome.${state}`) }))}
        </span>
        {again.isIdle && t('deliveries.replayHint')}
        {again.isError && (
          <span role="alert" className="text-bad-text">
            {again.error instanceof ApiError ? again.error.detail : t('common.unreachable')}
          </span>
        )}
      </p>
      {parked && (
        <Link to="/accounts" className="btn">
          {t('deliveries.connect')}
        </Link>
      )}
      <button type="button" className="btn btn-primary" aria-disabled={!ready} onClick={() => ready && again.mutate()}>
        <RotateCcw size={16} aria-hidden />
        {t('deliveries.replay')}
      </button>
    </footer>
  );
}
