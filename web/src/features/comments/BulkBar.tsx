import { Eye, EyeOff, Trash2, X } from 'lucide-react';
import { useState } from 'react';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { useSession } from '@/lib/session';
import { tell } from '@/lib/toast';
import type { Comment } from './model';
import { useDeletions, useHide } from './use-comments';

type Props = { comments: readonly Comment[]; onDone: () => void };
type Running = { readonly done: number; readonly of: number };

/** What can be done with several comments at once; each is one call, and those that fail are told. */
export function BulkBar({ comments, onDone }: Props) {
  const { t } = useTranslation();
  const { me } = useSession();
  const hide = useHide();
  const deletions = useDeletions();
  const [running, setRunning] = useState<Running | null>(null);
  const [failed, setFailed] = useState<ReadonlyMap<string, string> | null>(null);
  const run = async (hidden: boolean) => {
    // Instagram hides none of the account's own comments.
    const wanted = comments.filter((comment) => !comment.own && comment.hidden !== hidden);
    setRunning({ done: 0, of: wanted.length });
    let done = 0;
    const bad = await hide(wanted, hidden, () => {
      done += 1;
      setRunning({ done, of: wanted.length });
    });
    setRunning(null);
    if (bad.size > 0) setFailed(bad);
    else {
      tell(t(hidden ? 'comments.bulkHidden' : 'comments.bulkShown', { count: wanted.length }));
      onDone();
    }
  };
  const remove = () => {
    const ids = comments.map((comment) => comment.id);
    deletions.begin(ids);
    tell(t('comments.bulkDeleted', { count: ids.length }), () => deletions.undo(ids));
    onDone();
  };
  return (
    <div className="flex-none border-b border-line px-3 py-2">
      <div className="flex items-center gap-1" role="toolbar" aria-label={t('comments.bulk')}>
        <span role="status" className="num cut me-auto text-fs2">
          {running === null
            ? t('comments.chosen', { count: comments.length })
            : t('comments.progress', { done: running.done, of: running.of })}
        </span>
        <Tool icon={EyeOff} label={t('comments.hide')} off={running !== null} onClick={() => void run(true)} />
        <Tool icon={Eye} label={t('comments.unhide')} off={running !== null} onClick={() => void run(false)} />
        {me.role === 'admin' && (
          <Tool icon={Trash2} label={t('comments.delete')} off={running !== null} onClick={remove} />
        )}
        <Tool icon={X} label={t('comments.clear')} off={false} onClick={onDone} />
      </div>
      {failed !== null && (
        <div className="mt-2">
          <Say tone="bad" alert>
            <p>{t('comments.bulkFailed', { count: failed.size })}</p>
            <ul className="list-disc ps-4">
              {[...failed].map(([id, reason]) => (
                <li key={id}>
                  <bdi>{comments.find((one) => one.id === id)?.username ?? id}</bdi>: <bdi>{reason}</bdi>
                </li>
              ))}
            </ul>
          </Say>
        </div>
      )}
    </div>
  );
}

type ToolProps = { icon: typeof X; label: string; off: boolean; onClick: () => void };

function Tool({ icon: Icon, label, off, onClick }: ToolProps) {
  return (
    <button
      type="button"
      className="btn btn-s btn-icon btn-ghost"
      aria-label={label}
      title={label}
      aria-disabled={off}
      onClick={() => off || onClick()}
    >
      <Icon size={14} aria-hidden />
    </button>
  );
}
