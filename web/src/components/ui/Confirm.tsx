import clsx from 'clsx';
import type { ReactNode } from 'react';
import { useTranslation } from '@/i18n/use-translation';
import { Dialog } from './Dialog';
import { Say } from './Say';

type Props = {
  open: boolean;
  onClose: () => void;
  /** Names what cannot be undone. */
  title: string;
  /** The verb on the button. */
  action: string;
  /** How loud the button is: most of what is asked about destroys something. */
  tone?: 'bad' | 'plain';
  busy?: boolean;
  /** Why it did not work. */
  problem?: string | null;
  onConfirm: () => void;
  children: ReactNode;
};

/** Asks before something that cannot be taken back, by naming it. */
export function Confirm(props: Props) {
  const { open, onClose, title, action, tone = 'bad', busy = false, problem = null, onConfirm, children } = props;
  const { t } = useTranslation();
  return (
    <Dialog open={open} onClose={onClose} title={title} closeLabel={t('common.close')}>
      <div className="mb-4 text-2">{children}</div>
      {problem !== null && (
        <div className="mb-3">
          <Say tone="bad" alert>
            {problem}
          </Say>
        </div>
      )}
      <div className="flex justify-end gap-2">
        <button type="button" className="btn btn-ghost" onClick={onClose}>
          {t('common.cancel')}
        </button>
        <button
          type="button"
          className={clsx('btn', tone === 'bad' ? 'btn-badfill' : 'btn-primary')}
          aria-disabled={busy}
          onClick={() => busy || onConfirm()}
        >
          {action}
        </button>
      </div>
    </Dialog>
  );
}
