import type { ReactNode } from 'react';

export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-chip border border-line-strong bg-raised px-1 font-sans text-fs1 font-medium whitespace-nowrap text-2 max-pane:hidden">
      {children}
    </kbd>
  );
}
