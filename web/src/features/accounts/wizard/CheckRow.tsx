import clsx from 'clsx';
import { CircleAlert, CircleCheck, CircleHelp, LoaderCircle, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from '@/i18n/use-translation';
import type { Level } from '../checks';

const LOOKS = {
  ok: { icon: CircleCheck, tone: 'text-ok-text', ground: '' },
  warn: { icon: TriangleAlert, tone: 'text-warn-text', ground: '' },
  bad: { icon: CircleAlert, tone: 'text-bad-text', ground: 'bg-bad-soft' },
  unknown: { icon: CircleHelp, tone: 'text-3', ground: '' },
  asking: { icon: LoaderCircle, tone: 'text-accent-text', ground: '' },
} as const;

type Props = {
  title: string;
  level: Level;
  /** In a word or two, instead of the level's own. */
  brief?: string | undefined;
  /** What it means and what to do. A row that is well has nothing to say. */
  children?: ReactNode;
};

/** One thing that was looked at. */
export function CheckRow({ title, level, brief, children }: Props) {
  const { t } = useTranslation();
  const { icon: Icon, tone, ground } = LOOKS[level];
  return (
    <li
      data-level={level}
      className={clsx('grid grid-cols-[20px_minmax(0,1fr)_auto] gap-x-2.5 gap-y-0.5 rounded-control p-2', ground)}
    >
      <Icon size={18} className={clsx('mt-px', tone, level === 'asking' && 'spin')} aria-hidden />
      <span className="font-medium">{title}</span>
      <span className={clsx('text-fs2', level === 'ok' || level === 'asking' ? 'text-3' : tone)}>
        {brief ?? t(`accounts.level.${level}`)}
      </span>
      {children !== undefined && children !== null && (
        <div
          className={clsx(
            'col-span-2 col-start-2 grid gap-2 text-fs2 leading-[17px]',
            level === 'bad' ? 'text-1' : 'text-2',
          )}
        >
          {children}
        </div>
      )}
    </li>
  );
}
