import type { Thread } from '@/lib/live/model';
import { useSession } from '@/lib/session';
import type { NewAttachment } from '../api';
import { useOutbox } from '../context';
import { sameText } from '../outbox';

type Written = {
  readonly parts: readonly string[];
  readonly attachments: readonly NewAttachment[];
  readonly replyTo: string | null;
  /** The chat is done with once the last part is stored. */
  readonly resolve: boolean;
};

/** Puts what was written into the outbox: one message per part, files with the last. */
export function useSubmit(thread: Thread): (written: Written) => void {
  const { me } = useSession();
  const outbox = useOutbox();
  return ({ parts, attachments, replyTo, resolve }) => {
    const messages = thread.rows.map((row) => row.value);
    const { id } = thread.chat.value;
    parts.forEach((content, index) => {
      const last = index === parts.length - 1;
      const message = { content, attachments: last ? attachments : [], replyTo: index === 0 ? replyTo : null };
      const before = sameText(messages, content, me.id);
      outbox.send(id, message, before, Date.now(), last && resolve);
    });
  };
}
