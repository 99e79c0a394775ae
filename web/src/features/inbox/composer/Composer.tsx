import { Lock, User, Waypoints } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { Message } from '@/api/types';
import { Rich } from '@/i18n/Rich';
import { useTranslation } from '@/i18n/use-translation';
import type { Thread } from '@/lib/live/model';
import { appName } from '@/lib/names';
import { useNow } from '@/lib/now';
import { useSession } from '@/lib/session';
import { useShortcuts } from '@/lib/shortcuts';
import { weekdayClock } from '@/lib/time';
import { windowAt } from '@/lib/window';
import { NoteBox } from '../notes/NoteBox';
import { Approved } from './Approved';
import { Editor } from './Editor';
import { type Mode, Tabs } from './Tabs';

const BOLD = 'font-semibold text-1';

export type ComposerProps = {
  thread: Thread;
  name: string;
  replyTo: Message | null;
  onReplyTo: (message: Message | null) => void;
};

/** Where answers and private notes are written. Notes are always possible; answers only as the platform allows. */
export function Composer(props: ComposerProps) {
  const [mode, setMode] = useState<Mode>('reply');
  // Answering a message is never meant for the team alone.
  if (props.replyTo !== null && mode === 'note') setMode('reply');
  useShortcuts({ 'chat.note': () => setMode('note') });
  const tabs = <Tabs mode={mode} onMode={setMode} />;
  if (mode === 'note') {
    return <NoteBox chatId={props.thread.chat.value.id} tabs={tabs} onEscape={() => setMode('reply')} />;
  }
  return <Answer {...props} tabs={tabs} />;
}

/** The answer box; where no answer is allowed, the reason stands in its place instead of an error afterwards. */
function Answer({ tabs, ...props }: ComposerProps & { tabs: ReactNode }) {
  const { t, language } = useTranslation();
  const { config } = useSession();
  const now = useNow();
  const [asPerson, setAsPerson] = useState(false);
  const chat = props.thread.chat.value;
  const app = appName(chat.platform);
  const state = windowAt(chat.reply_window, chat.last_incoming_at, config.human_agent, now);
  if (state.state === 'closed') {
    return (
      <Notice tabs={tabs} icon={<Lock size={16} className="mt-px" aria-hidden />}>
        <p>
          <Rich text={t('composer.closed', { app, name: props.name })} mark={BOLD} />
        </p>
        <Approved chat={chat} name={props.name} />
      </Notice>
    );
  }
  if (state.state === 'human_agent' && !asPerson) {
    return (
      <Notice tabs={tabs} icon={<User size={16} className="mt-px" aria-hidden />}>
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
      <Editor {...props} tabs={tabs} window={state} now={now} autoFocus={asPerson} />
    </>
  );
}

type NoticeProps = { tabs: ReactNode; icon: ReactNode; children: ReactNode };

function Notice({ tabs, icon, children }: NoticeProps) {
  return (
    <div className="mx-auto max-w-[760px] rounded-card border border-line-control bg-panel text-2">
      <div className="px-2 pt-1.5">{tabs}</div>
      <div className="flex gap-2.5 px-3.5 pt-2 pb-3">
        {icon}
        <div className="min-w-0">{children}</div>
      </div>
    </div>
  );
}
