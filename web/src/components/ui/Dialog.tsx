import { Dialog as Base } from '@base-ui/react/dialog';
import clsx from 'clsx';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';

type Props = {
  open: boolean;
  onClose: () => void;
  title: string;
  closeLabel: string;
  /** For plots and tables. */
  wide?: boolean;
  /** A stray click beside it does not close it: what it shows cannot be had again. */
  stays?: boolean;
  children: ReactNode;
};

/** A dialog with a heading; focus stays inside and returns to where it came from. */
export function Dialog({ open, onClose, title, closeLabel, wide = false, stays = false, children }: Props) {
  return (
    <Base.Root open={open} disablePointerDismissal={stays} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-[var(--z-modal)] bg-scrim" />
        <Base.Popup
          className={clsx(
            'pop fixed top-1/2 left-1/2 z-[var(--z-modal)] max-h-[calc(100dvh-32px)] -translate-1/2 overflow-y-auto p-5',
            wide ? 'w-[min(760px,calc(100vw-24px))]' : 'w-[min(440px,calc(100vw-24px))]',
          )}
        >
          <div className="mb-3 flex items-center justify-between gap-3">
            <Base.Title className="text-fs5">{title}</Base.Title>
            <Base.Close className="btn btn-ghost btn-icon btn-s" aria-label={closeLabel}>
              <X size={16} aria-hidden />
            </Base.Close>
          </div>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
