import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Conversion } from '@/api/types';
import { Confirm } from '@/components/ui/Confirm';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { randomId } from '@/lib/id';
import { useSession } from '@/lib/session';
import { tell } from '@/lib/toast';
import { retryConversion } from './api';

/** What became of an event in words, and what can be done. */
export function Outcome({ event, onRetried }: { event: Conversion; onRetried: () => void }) {
  const { t } = useTranslation();
  const { me } = useSession();
  if (event.status === 'success') return <Say tone="ok">{t('conversions.taken')}</Say>;
  if (event.status === 'queued') {
    return (
      <Say tone="info">
        {t('conversions.onItsWay')}{' '}
        {me.role === 'admin' && (
          <Link to="/deliveries" search={{ view: 'out' }} className="underline">
            {t('conversions.outbox')}
          </Link>
        )}
      </Say>
    );
  }
  const unsure = event.status === 'unknown';
  const said = [event.error?.detail, event.error?.remedy].filter(Boolean).join(' ');
  return (
    <Say tone={unsure ? 'warn' : 'bad'}>
      <p>{said === '' ? t(unsure ? 'conversions.unsure' : 'conversions.refused') : said}</p>
      {/* What is too old for Meta stays so. */}
      {event.error?.retryable !== false &&
        (me.role === 'admin' ? (
          <Retry event={event} onRetried={onRetried} />
        ) : (
          <p className="mt-1">{t('conversions.adminsRetry')}</p>
        ))}
    </Say>
  );
}

function Retry({ event, onRetried }: { event: Conversion; onRetried: () => void }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const unsure = event.status === 'unknown';
  const retry = useMutation({
    // A key of its own each time: after a retry that came to nothing the next one is meant.
    mutationFn: () => retryConversion(randomId(), event),
    onSuccess: () => {
      setAsking(false);
      tell(t('conversions.retried', { name: event.event_name }));
      onRetried();
      return queryClient.invalidateQueries({ queryKey: ['conversions'] });
    },
  });
  return (
    <>
      <button
        type="button"
        className="btn btn-s btn-inherit mt-2"
        aria-disabled={retry.isPending}
        onClick={() => {
          if (retry.isPending) return;
          if (unsure) setAsking(true);
          else retry.mutate();
        }}
      >
        {t(unsure ? 'conversions.sendAgain' : 'conversions.retry')}
      </button>
      {retry.isError && !asking && (
        <p role="alert" className="mt-1">
          {retry.error.message}
        </p>
      )}
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        title={t('conversions.againTitle', { name: event.event_name })}
        action={t('conversions.sendAgain')}
        busy={retry.isPending}
        problem={retry.isError ? retry.error.message : null}
        onConfirm={() => retry.mutate()}
      >
        {t('conversions.againText')}
      </Confirm>
    </>
  );
}
