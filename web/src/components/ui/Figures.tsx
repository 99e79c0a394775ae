import clsx from 'clsx';
import type { ReactNode } from 'react';

type Figure = {
  readonly key: string;
  readonly name: string;
  readonly value: ReactNode;
  /** A change against the period before, or what the figure is made of. */
  readonly note?: ReactNode;
  readonly tone?: 'ok' | 'warn' | 'bad';
};

const TONES = { ok: 'text-ok-text', warn: 'text-warn-text', bad: 'text-bad-text' } as const;

/** The few figures of a screen that matter most, side by side. */
export function Figures({ label, figures }: { label: string; figures: readonly Figure[] }) {
  return (
    <dl aria-label={label} className="grid grid-cols-2 gap-2.5 pane:grid-cols-[repeat(auto-fit,minmax(150px,1fr))]">
      {figures.map(({ key, name, value, note, tone }) => (
        <div key={key} className="min-w-0 rounded-card border border-line bg-panel px-3.5 py-2.5">
          <dt className="line-clamp-2 text-fs2 text-3">{name}</dt>
          <dd className={clsx('num text-fs6 font-semibold', tone !== undefined && TONES[tone])}>{value}</dd>
          {note !== undefined && <dd className="num text-fs2 text-3">{note}</dd>}
        </div>
      ))}
    </dl>
  );
}
