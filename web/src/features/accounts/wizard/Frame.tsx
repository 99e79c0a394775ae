import clsx from 'clsx';
import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useTranslation } from '@/i18n/use-translation';
import { STEPS, type Step } from '../address';

type Props = {
  title: string;
  step: Step;
  onClose: () => void;
  /** The way back, what is left to do, and the way on. */
  foot?: ReactNode;
  children: ReactNode;
};

/** The wizard's pane. Its heading takes the focus with every step, so that a reader starts at the top. */
export function Frame({ title, step, onClose, foot, children }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const scroll = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each step begins at its top
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    scroll.current?.scrollTo({ top: 0 });
  }, [step]);
  const place = STEPS.indexOf(step);
  return (
    <section aria-labelledby={id} className="flex min-h-0 min-w-0 flex-col bg-card desk:border-s desk:border-line">
      <header className="flex h-[60px] flex-none items-center gap-2 border-b border-line ps-4 pe-3 pane:ps-5">
        <div className="min-w-0 flex-1">
          <h2 id={id} ref={heading} tabIndex={-1} className="cut text-fs5 outline-none" title={title}>
            <bdi>{title}</bdi>
          </h2>
          <p className="cut text-fs2 text-3">
            {t('accounts.wizard.place', {
              step: place + 1,
              of: STEPS.length,
              what: t(`accounts.wizard.about.${step}`),
            })}
          </p>
        </div>
        <button
          type="button"
          className="btn btn-ghost btn-icon btn-s"
          aria-label={t('accounts.wizard.close')}
          title={t('accounts.wizard.close')}
          onClick={onClose}
        >
          <X size={16} aria-hidden />
        </button>
      </header>
      <div ref={scroll} className="min-h-0 flex-1 overflow-y-auto px-4 pt-4 pb-6 pane:px-5">
        <div className="mx-auto grid max-w-[560px] grid-cols-[minmax(0,1fr)] gap-4">
          <Steps place={place} />
          {children}
        </div>
      </div>
      {foot !== undefined && (
        <footer className="flex flex-none flex-wrap items-center gap-2 border-t border-line px-4 py-3 pane:px-5">
          {foot}
        </footer>
      )}
    </section>
  );
}

function Steps({ place }: { place: number }) {
  const { t } = useTranslation();
  return (
    <ol aria-label={t('accounts.wizard.steps')} className="flex gap-1">
      {STEPS.map((step, index) => {
        const state = index < place ? 'done' : index === place ? 'now' : 'later';
        return (
          <li
            key={step}
            aria-current={state === 'now' ? 'step' : undefined}
            className={clsx(
              'h-1 flex-1 rounded-full',
              state === 'done' && 'bg-ok',
              state === 'now' && 'grad',
              state === 'later' && 'bg-line-strong',
            )}
          >
            <span className="sr-only">
              {t(`accounts.wizard.name.${step}`)}: {t(`accounts.wizard.state.${state}`)}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
