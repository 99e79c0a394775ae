import { X } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from '@/i18n/use-translation';
import { useStore } from '@/lib/store';
import { dismiss, toast } from '@/lib/toast';

/** How long a toast stands, unless the pointer or the focus is on it. */
const STAYS_MS = 5_000;

/** The one toast there may be, bottom left. Errors that need a decision are never toasts. */
export function ToastArea() {
  const { t } = useTranslation();
  const shown = useStore(toast);
  useEffect(() => {
    if (shown === null) return;
    const timer = window.setTimeout(dismiss, STAYS_MS);
    return () => window.clearTimeout(timer);
  }, [shown]);
  return (
    <div
      role="status"
      className="pointer-events-none fixed start-3 bottom-3 z-[var(--z-toast)] max-pane:bottom-[calc(60px+env(safe-area-inset-bottom))]"
    >
      {shown !== null && (
        <div className="pop pointer-events-auto flex max-w-[min(420px,calc(100vw-24px))] items-center gap-3 py-1.5 ps-3.5 pe-1.5">
          <span className="min-w-0 grow">{shown.text}</span>
          {shown.undo !== undefined && (
            <button
              type="button"
              className="btn btn-s btn-ghost text-accent-text"
              onClick={() => {
                shown.undo?.();
                dismiss();
              }}
            >
              {t('common.undo')}
            </button>
          )}
          <button
            type="button"
            className="btn btn-ghost btn-icon btn-s"
            aria-label={t('common.close')}
            onClick={dismiss}
          >
            <X size={14} aria-hidden />
          </button>
        </div>
      )}
    </div>
  );
}
