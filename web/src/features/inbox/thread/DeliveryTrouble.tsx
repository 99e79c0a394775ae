import { useMutation } from '@tanstack/react-query';
import clsx from 'clsx';
import { CircleAlert, CircleHelp, RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Message } from '@/api/types';
import { useTranslation } from '@/i18n/use-translation';
import { appName } from '@/lib/names';
import { retryMessage } from '../api';

/** Under a message that failed, or may have: the reason, what is safe, and the one thing to do. */
export function DeliveryTrouble({ message }: { message: Message }) {
  const { t } = useTranslation();
  const retry = useMutation({ mutationFn: retryMessage });
  const unsure = message.delivery_status === 'unknown';
  const reason = [message.error?.detail, message.error?.remedy].filter(Boolean).join(' ');
  const mayRetry = unsure || message.error === null || message.error.retryable;
  return (
    <TroubleBox
      tone={unsure ? 'warn' : 'bad'}
      title={t(unsure ? 'delivery.unknown' : 'delivery.failed')}
      text={unsure ? t('delivery.unknownWhy', { app: appName(message.platform) }) : reason}
      problem={retry.isError ? t('delivery.retryFailed', { reason: retry.error.message }) : null}
    >
      {mayRetry && (
        <button
          type="button"
          className="btn btn-s btn-inherit"
          aria-disabled={retry.isPending}
          onClick={() => !retry.isPending && retry.mutate(message)}
        >
          {!unsure && <RotateCcw size={14} aria-hidden />}
          {t(unsure ? 'delivery.resend' : 'delivery.retry')}
        </button>
      )}
    </TroubleBox>
  );
}

type BoxProps = { tone: 'bad' | 'warn'; title: string; text: string; problem?: string | null; children?: ReactNode };

export function TroubleBox({ tone, title, text, problem = null, children }: BoxProps) {
  const Icon = tone === 'bad' ? CircleAlert : CircleHelp;
  return (
    <div
      role="alert"
      className={clsx(
        'mt-[5px] grid max-w-[440px] grid-cols-[14px_minmax(0,1fr)_auto] items-center gap-x-2 gap-y-1.5 rounded-control py-1.5 pe-2 ps-2.5 text-fs2',
        tone === 'bad' ? 'bg-bad-soft text-bad-text' : 'bg-warn-soft text-warn-text',
      )}
    >
      <Icon size={14} className="mt-px self-start" aria-hidden />
      <p>
        <b className="font-semibold">{title}</b> <bdi>{text}</bdi> {problem}
      </p>
      <div className="flex gap-1 max-desk:col-start-2">{children}</div>
    </div>
  );
}
