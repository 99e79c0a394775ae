import clsx from 'clsx';
import { Download } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import type { DeliveryDetail } from '@/api/types';
import { CopyButton } from '@/components/ui/CopyButton';
import { useTranslation } from '@/i18n/use-translation';
import { download } from '@/lib/csv';
import { type Body, type Piece, readBody } from './body';
import { elementsOf, type Mark, marksOf, type Place } from './elements';
import { UnreadableBody } from './UnreadableBody';

type Props = {
  delivery: DeliveryDetail;
  /** The element that is asked for. */
  shown: number | null;
};

/** What came, set out for reading, with the elements marked that something is amiss with. */
export function RawBody({ delivery, shown }: Props) {
  const { t } = useTranslation();
  const box = useRef<HTMLElement>(null);
  const text = delivery.body;
  const body = useMemo(() => readBody(text), [text]);
  const elements = useMemo(() => (body === null ? [] : elementsOf(body.root)), [body]);
  const marks = marksOf(elements, delivery.items);
  const asked = elements.length === delivery.items.length && shown !== null ? (elements[shown] ?? null) : null;
  const first = asked?.first ?? marks[0]?.first;
  const goal = body === null ? '[data-mark]' : first === undefined ? null : `[data-line="${first}"]`;
  useEffect(() => {
    const target = goal === null ? null : box.current?.querySelector<HTMLElement>(goal);
    if (box.current && target) box.current.scrollTop = target.offsetTop - ABOVE_PX;
  }, [goal]);
  useEffect(() => {
    if (shown === null) return;
    box.current?.focus();
    box.current?.querySelector('[data-asked]')?.scrollIntoView({ block: 'nearest' });
  }, [shown]);
  return (
    <section>
      <header className="mb-1.5 flex flex-wrap items-center gap-2">
        <h3 className="flex-1 text-fs2 font-medium text-3">{t('deliveries.body')}</h3>
        <CopyButton text={text} label={t('deliveries.copyBody')} />
        <button
          type="button"
          className="btn btn-s"
          onClick={() => download(`delivery-${delivery.id}.json`, 'application/json', text)}
        >
          <Download size={14} aria-hidden />
          {t('deliveries.save')}
        </button>
      </header>
      <section
        ref={box}
        aria-label={t('deliveries.body')}
        dir="ltr"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="relative max-h-[min(50vh,420px)] overflow-auto rounded-control border border-line bg-sunken py-2 font-mono text-fs2"
      >
        {body === null ? (
          <UnreadableBody text={text} reason={delivery.reason} />
        ) : (
          <Lines body={body} marks={marks} asked={asked} />
        )}
      </section>
    </section>
  );
}

/** What stands above a line that is scrolled to, so that it does not seem to be the first. */
const ABOVE_PX = 44;

const COLOURS: Readonly<Record<Piece['kind'], string>> = {
  key: 'text-info-text',
  text: 'text-ok-text',
  number: 'text-warn-text',
  word: 'text-warn-text',
  sign: 'text-2',
};

function Lines({ body, marks, asked }: { body: Body; marks: readonly Mark[]; asked: Place | null }) {
  const { t } = useTranslation();
  return (
    <pre className="w-max min-w-full">
      {body.lines.map(({ depth, pieces }, index) => {
        const here = marks.filter((mark) => mark.first <= index && index <= mark.last);
        const begins = here.filter((mark) => mark.first === index);
        const isAsked = asked !== null && asked.first <= index && index <= asked.last;
        return (
          <code
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
            key={index}
            data-line={index}
            data-asked={asked?.first === index ? true : undefined}
            className={clsx('block border-s-[3px] pe-3 ps-2.5', groundOf(here, isAsked))}
          >
            {'  '.repeat(depth)}
            {pieces.map((piece, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place in the line
              <span key={at} className={COLOURS[piece.kind]}>
                {piece.text}
              </span>
            ))}
            {begins.map((mark) => (
              <span key={mark.number} className="ms-3 font-sans text-fs1 text-2 select-none">
                {t('deliveries.mark', { number: mark.number, outcome: t(`deliveries.outcome.${mark.outcome}`) })}
              </span>
            ))}
          </code>
        );
      })}
    </pre>
  );
}

function groundOf(marks: readonly Mark[], asked: boolean): string {
  if (marks.some((mark) => mark.outcome === 'quarantined')) return 'border-bad bg-bad-soft';
  if (marks.length > 0) return 'border-warn bg-warn-soft';
  return asked ? 'border-accent bg-selected' : 'border-transparent';
}
