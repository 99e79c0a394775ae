import { useEffect } from 'react';
import { Face } from '@/components/ui/Face';
import { Rich } from '@/i18n/Rich';
import { useTranslation } from '@/i18n/use-translation';
import { useLive } from '@/lib/live/context';
import { presentAt, VIEWING_EVERY_MS } from '@/lib/live/presence';
import { useNow } from '@/lib/now';
import { useStore } from '@/lib/store';
import { usePeople } from '../use-inbox';

/** A colleague who is at the same chat, so that two do not answer at once. */
export function PresenceLine({ chatId }: { chatId: string }) {
  const { t } = useTranslation();
  const live = useLive();
  const socket = useStore(live.status).socket.kind;
  const personName = usePeople();
  const present = presentAt(useStore(live.presence), chatId, useNow());
  useEffect(() => {
    if (socket !== 'open') return;
    live.announce('viewing', chatId);
    const timer = window.setInterval(() => live.announce('viewing', chatId), VIEWING_EVERY_MS);
    return () => {
      window.clearInterval(timer);
      live.announce('viewing', null);
    };
  }, [live, socket, chatId]);
  const shown = present.find((one) => one.state === 'typing') ?? present[0];
  if (shown === undefined) return null;
  const name = personName(shown.userId);
  return (
    <div role="status" className="mx-auto flex w-full max-w-[760px] items-center gap-2 pt-1 pb-2 text-fs2 text-2">
      <Face id={shown.userId} name={name} size={20} ground="card" />
      <span>
        <Rich
          text={t(shown.state === 'typing' ? 'thread.typing' : 'thread.viewing', { name })}
          mark="font-medium text-1"
        />
      </span>
      {shown.state === 'typing' && (
        <span className="dots inline-flex gap-[3px] text-ok-text" aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
      )}
    </div>
  );
}
