import clsx from 'clsx';
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

const LOOKS = {
  info: { ground: 'bg-info-soft text-info-text', icon: Info },
  ok: { ground: 'bg-ok-soft text-ok-text', icon: CircleCheck },
  warn: { ground: 'bg-warn-soft text-warn-text', icon: TriangleAlert },
  bad: { ground: 'bg-bad-soft text-bad-text', icon: CircleAlert },
};

/** A sentence that needs attention, with an icon so that colour does not speak alone. */
export function Say({
  tone,
  alert = false,
  children,
}: {
  tone: keyof typeof LOOKS;
  alert?: boolean;
  children: ReactNode;
}) {
  const { ground, icon: Icon } = LOOKS[tone];
  return (
    <div role={alert ? 'alert' : undefined} className={clsx('flex gap-2.5 rounded-control px-3 py-2.5', ground)}>
      <Icon size={16} className="mt-px" aria-hidden />
      <div className="along plain min-w-0">{children}</div>
    </div>
  );
}
