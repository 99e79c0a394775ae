import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import { ChevronDown } from 'lucide-react';
import { useId, useState } from 'react';
import type { Conversion } from '@/api/types';
import { Code } from '@/components/ui/Code';
import { Confirm } from '@/components/ui/Confirm';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { money } from '@/lib/numbers';
import { useSession } from '@/lib/session';
import { fullTime } from '@/lib/time';
import { retryConversion } from './api';

const TONES = { queued: '', success: 'chip-ok', failed: 'chip-bad', unknown: 'chip-warn' } as const;

/** One event; opened, what was sent and what Meta said to it. */
export function EventRow({ event }: { event: Conversion }) {
  const { t, language } = useTranslation();
  const [open, setOpen] = useState(false);
  const id = useId();
  const worth = event.value === null || event.currency === null ? null : money(event.value, event.currency, language);
  return (
    <li className="rounded-card border border-line bg-panel">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        className="ease-colour flex w-full flex-wrap items-center gap-x-3 gap-y-1 rounded-card px-3.5 py-2.5 text-start hover:bg-hover"
        onClick={() => setOpen(!open)}
      >
        <span className="min-w-0 flex-1">
          <b className="cut block font-semibold">{event.event_name}</b>
          <span className="cut block text-fs2 text-3">
            {t('conversions.at', { time: fullTime(event.ts * 1000, language) })}
          </span>
        </span>
        {worth !== null && <span className="num font-medium">{worth}</span>}
        <span className={clsx('chip', TONES[event.status])}>{t(`conversions.state.${event.status}`)}</span>
        <ChevronDown size={16} className={clsx('text-3', open && 'rotate-180')} aria-hidden />
      </button>
      {open && (
        <div id={id} className="grid gap-3 border-t border-line px-3.5 py-3">
          <Outcome event={event} />
          <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-fs2">
            <Fact name={t('conversions.pixel')} value={event.pixel_id ?? t('conversions.chatDataset')} />
            <Fact name={t('conversions.eventId')} value={event.external_event_id} />
            <Fact name={t('conversions.source')} value={t(`conversions.from.${event.action_source}`)} />
            <Fact name={t('conversions.attempts')} value={String(event.attempts)} />
            <Fact name={t('conversions.recorded')} value={fullTime(Date.parse(event.created_at), language)} />
          </dl>
          {event.chat_id !== null && (
            <Link to="/inbox/$chatId" params={{ chatId: event.chat_id }} className="btn btn-s justify-self-start">
              {t('conversions.openChat')}
            </Link>
          )}
          <Raw title={t('conversions.sent')} json={event.payload_json} />
          <Raw title={t('conversions.answer')} json={event.response_json} />
        </div>
      )}
    </li>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt className="text-3">{name}</dt>
      <dd className="cut font-mono" title={value}>
        {value}
      </dd>
    </>
  );
}

/** What became of it in words, and the way to try again where there is one. */
function Outcome({ event }: { event: Conversion }) {
  const { t } = useTranslation();
  const { me } = useSession();
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const retry = useMutation({
    mutationFn: () => retryConversion(event),
    onSuccess: () => {
      setAsking(false);
      return queryClient.invalidateQueries({ queryKey: ['conversions'] });
    },
  });
  if (event.status === 'queued' || event.status === 'success') {
    return (
      <Say tone={event.status === 'success' ? 'ok' : 'info'}>
        {t(event.status === 'success' ? 'conversions.taken' : 'conversions.onItsWay')}
      </Say>
    );
  }
  const unsure = event.status === 'unknown';
  const words = [event.error?.detail, event.error?.remedy].filter(Boolean).join(' ');
  return (
    <Say tone={unsure ? 'warn' : 'bad'}>
      <p>{words === '' ? t(unsure ? 'conversions.unsure' : 'conversions.refused') : words}</p>
      {me.role === 'admin' && (
        <button
          type="button"
          className="btn btn-s btn-inherit mt-2"
          aria-disabled={retry.isPending}
          onClick={() => (unsure ? setAsking(true) : retry.mutate())}
        >
          {t(unsure ? 'conversions.sendAgain' : 'conversions.retry')}
        </button>
      )}
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
    </Say>
  );
}

function Raw({ title, json }: { title: string; json: string | null }) {
  const { t } = useTranslation();
  return (
    <div>
      <p className="text-fs2 font-medium text-3">{title}</p>
      {json === null ? (
        <p className="text-fs2 text-3">{t('conversions.noAnswer')}</p>
      ) : (
        <div className="mt-1">
          <Code label={title} text={pretty(json)} />
        </div>
      )}
    </div>
  );
}

function pretty(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}
