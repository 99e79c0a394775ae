import clsx from 'clsx';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useTranslation } from '@/i18n/use-translation';
import { changeOf, signedPercent } from '@/lib/numbers';

type Props = {
  now: number | null;
  /** The same figure of the period before; null where there is none to compare with. */
  before: number | null;
  /** The figure of the period before in words. */
  from: string;
  /** Which way is the better one; counts of work done have none. */
  better?: 'more' | 'less';
};

/** How a figure changed against the period before: by how much, which way, and from what. */
export function Change({ now, before, from, better }: Props) {
  const { t, language } = useTranslation();
  if (now === null || before === null) return null;
  const share = changeOf(now, before);
  const up = now > before;
  const Arrow = up ? ArrowUp : ArrowDown;
  const good = better === undefined ? null : up === (better === 'more');
  return (
    <span className="inline-flex min-w-0 flex-wrap items-baseline gap-x-1.5">
      {now !== before && (
        <span
          className={clsx(
            'inline-flex items-center gap-0.5',
            good === true && 'text-ok-text',
            good === false && 'text-bad-text',
          )}
        >
          <Arrow size={12} className="flex-none" aria-hidden />
          {share !== null && signedPercent(share, language)}
        </span>
      )}
      <span className="text-3">{t('common.from', { value: from })}</span>
    </span>
  );
}
