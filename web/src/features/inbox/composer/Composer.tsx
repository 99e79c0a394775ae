import { Lock, User, Waypoints } from 'lucide-react';
import { useState } from 'react';
import type { Message } from '@/api/types';
import { Rich } from '@/i18n/Rich';
import { useTranslation } from '@/i18n/use-translation';
import type { Thread } from '@/lib/live/model';
import { appName } from '@/lib/names';
import { useNow } from '@/lib/now';
import { useSession } from '@/lib/session';
import { weekdayClock } from '@/lib/time';
import { windowAt } from '@/lib/window';
import { Editor } from './Editor';

const BOLD = 'font-semibold text-1';

export type ComposerProps = {
  thread: Thread;
  name: string;
  replyTo: Message | null;
  onReplyTo: (message: Message | null) => void;
};

/** The answer box; where no answer is allowed, the reason stands in its place instead of an error afterwards. */
export function Composer(props: ComposerProps) {
  const { t, language } = useTranslation();
  const { config } = useSession();
  const now = useNow();
  const [asPerson, setAsPerson] = useState(false);
  const chat = props.thread.chat.value;
  const app = appName(chat.platform);
  const state = windowAt(chat.reply_window, chat.last_incoming_at, config.human_agent, now);
  if (state.state === 'closed') {
    return (
      <Notice icon={<Lock size={16} className="mt-px" aria-hidden />}>
        <p>
          <Rich text={t('composer.closed', { app, name: props.name })} mark={BOLD} />
        </p>
      </Notice>
    );
  }
  if (state.state === 'human_agent' && !asPerson) {
    return (
      <Notice icon={<User size={16} className="mt-px" aria-hidden />}>
        <p>
          <Rich
            text={t('composer.person', { until: state.endsAt === null ? '' : weekdayClock(state.endsAt, language) })}
            mark={BOLD}
          />
        </p>
        <button type="button" className="btn btn-primary mt-2.5" onClick={() => setAsPerson(true)}>
          {t('composer.personGo')}
        </button>
      </Notice>
    );
  }
  return (
    <>
      {chat.held_by_another_app && (
        <p className="mx-auto mb-2 flex max-w-[760px] gap-2 text-fs2 text-warn-text" role="note">
          <Waypoints size={16} className="mt-px flex-none" aria-hidden />
          {t('composer.elsewhere')}
        </p>
      )}
      <Editor {...props} window={state} now={now} autoFocus={asPerson} />
    </>
  );
}

function Notice({ icon, children }: { icon: React.ReactNode; children: React.ReactNode }) {
  return (
    <div className="mx-auto flex max-w-[760px] gap-2.5 rounded-card border border-line-control bg-panel px-3.5 py-3 text-2">
      {icon}
      <div className="min-w-0">{children}</div>
    </div>
  );
}
