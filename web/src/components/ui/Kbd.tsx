import clsx from 'clsx';
import type { ReactNode } from 'react';

/** A cap of a key. A reminder beside a button has no place on a phone; where keys are the matter it stays. */
export function Kbd({ always = false, children }: { always?: boolean; children: ReactNode }) {
  return (
    <kbd
      dir="ltr"
      className={clsx(
        'inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-chip border border-line-strong bg-raised px-1 font-sans text-fs1 font-medium whitespace-nowrap text-2',
        !always && 'max-pane:hidden',
      )}
    >
      {children}
    </kbd>
  );
}
