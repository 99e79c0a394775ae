import { CircleAlert, type LucideIcon, RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';

type EmptyProps = { icon: LucideIcon; title: string; text: string; children?: ReactNode };

/** Nothing is here: what it means, and at most one thing to do. */
export function Empty({ icon: Icon, title, text, children }: EmptyProps) {
  return (
    <div className="m-auto grid max-w-80 justify-items-center gap-1.5 px-4 py-8 text-center">
      <Icon size={26} className="mb-1 text-3" aria-hidden />
      <p className="font-semibold">{title}</p>
      <p className="text-2">{text}</p>
      {children !== undefined && <div className="mt-3 flex flex-wrap justify-center gap-2">{children}</div>}
    </div>
  );
}

type FailedProps = { title: string; text: string; retry: string; onRetry: () => void };

/** In the place of what did not load: what failed, what is safe, and the way to try again. */
export function Failed({ title, text, retry, onRetry }: FailedProps) {
  return (
    <div role="alert" className="m-auto grid max-w-80 justify-items-center gap-1.5 px-4 py-8 text-center">
      <CircleAlert size={26} className="mb-1 text-bad-text" aria-hidden />
      <p className="font-semibold">{title}</p>
      <p className="text-2">{text}</p>
      <button type="button" className="btn btn-s mt-3" onClick={onRetry}>
        <RotateCcw size={14} aria-hidden />
        {retry}
      </button>
    </div>
  );
}
