import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import { ChevronDown } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { Conversion } from '@/api/types';
import { Code } from '@/components/ui/Code';
import { useTranslation } from '@/i18n/use-translation';
import { money } from '@/lib/numbers';
import { fullTime } from '@/lib/time';
import { Outcome } from './Outcome';
import { isTest, pretty } from './payload';

const TONES = { queued: '', success: 'chip-ok', failed: 'chip-bad', unknown: 'chip-warn' } as const;

/** One event; opened, what was sent and what Meta said to it. */
export function EventRow({ event }: { event: Conversion }) {
  const { t, language } = useTranslation();
  const [open, setOpen] = useState(false);
  const head = useRef<HTMLButtonElement>(null);
  const retried = useRef(false);
  useEffect(() => {
    if (!retried.current || event.status === 'failed' || event.status === 'unknown') return;
    retried.current = false;
    // The button that was pressed has gone with the state it belonged to.
    if (document.activeElement === document.body) head.current?.focus();
  }, [event.status]);
  const id = useId();
  const worth = event.value === null || event.currency === null ? null : money(event.value, event.currency, language);
  return (
    <li className="rounded-card border border-line bg-panel">
      <button
        ref={head}
        type="button"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        className="ease-colour flex w-full flex-wrap items-center gap-x-3 gap-y-1 rounded-card px-3.5 py-2.5 text-start hover:bg-hover"
        onClick={() => setOpen(!open)}
      >
        <span className="min-w-0 flex-1">
          <b dir="auto" className="cut along block font-semibold" title={event.event_name}>
            {event.event_name}
          </b>
          <span className="cut block text-fs2 text-3">
            {t('conversions.at', { time: fullTime(event.ts * 1000, language) })}
          </span>
        </span>
        {worth !== null && <span className="num font-medium">{worth}</span>}
        {isTest(event.payload_json) && <span className="chip">{t('conversions.test')}</span>}
        <span className={clsx('chip', TONES[event.status])}>{t(`conversions.state.${event.status}`)}</span>
        <ChevronDown size={16} className={clsx('text-3', open && 'rotate-180')} aria-hidden />
      </button>
      {open && (
        <div id={id} className="grid grid-cols-[minmax(0,1fr)] gap-3 border-t border-line px-3.5 py-3">
          <Outcome event={event} onRetried={() => (retried.current = true)} />
          <Facts event={event} />
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

function Facts({ event }: { event: Conversion }) {
  const { t, language } = useTranslation();
  const time = (text: string) => fullTime(Date.parse(text), language);
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-fs2">
      <Fact name={t('conversions.source')} value={t(`conversions.from.${event.action_source}`)} />
      {event.pixel_id === null ? (
        <Fact name={t('conversions.pixel')} value={t('conversions.chatDataset')} />
      ) : (
        <Fact machine name={t('conversions.pixel')} value={event.pixel_id} />
      )}
      <Fact machine name={t('conversions.eventId')} value={event.external_event_id} />
      <Fact name={t('conversions.attempts')} value={String(event.attempts)} />
      <Fact name={t('conversions.recorded')} value={time(event.created_at)} />
      <Fact name={t('conversions.changed')} value={time(event.updated_at)} />
    </dl>
  );
}

function Fact({ name, value, machine = false }: { name: string; value: string; machine?: boolean }) {
  return (
    <>
      <dt className="text-3">{name}</dt>
      <dd dir={machine ? 'ltr' : undefined} className={clsx('cut', machine ? 'along font-mono' : 'num')} title={value}>
        {value}
      </dd>
    </>
  );
}

function Raw({ title, json }: { title: string; json: string | null }) {
  const { t } = useTranslation();
  return (
    <div>
      <h3 className="text-fs2 font-medium text-3">{title}</h3>
      {json === null ? (
        <p className="text-fs2 text-2">{t('conversions.noAnswer')}</p>
      ) : (
        <div className="mt-1" dir="ltr">
          <Code label={title} text={pretty(json)} />
        </div>
      )}
    </div>
  );
}
