import type { ReactNode } from 'react';
import type { Chat } from '@/api/types';
import { Face } from '@/components/ui/Face';
import { useTranslation } from '@/i18n/use-translation';
import { platformName } from '@/lib/names';
import { useInboxPlace } from '../use-inbox';
import { AssignMenu } from './AssignMenu';
import { StateActions } from './StateActions';

/** The button that opens the person; the focus comes back to it. */
export const PERSON_BUTTON = 'person-button';

export function ThreadHeader({ chat, name, back }: { chat: Chat; name: string; back: ReactNode }) {
  const { t } = useTranslation();
  const { search, change } = useInboxPlace();
  return (
    <header className="flex h-[var(--bar)] flex-none items-center gap-2 border-b border-line pe-2 ps-3 pane:pe-3 pane:ps-4">
      {back}
      <button
        id={PERSON_BUTTON}
        type="button"
        className="flex min-w-0 flex-1 items-center gap-3 rounded-row desk:pointer-events-none"
        onClick={() => change({ ...search, person: true })}
      >
        <Face
          id={chat.instagram_user_id}
          name={name}
          picture={chat.profile_pic_url}
          platform={chat.platform}
          size={32}
          ground="card"
        />
        <span className="sr-only">{t('thread.person')}</span>
        <span className="min-w-0">
          <span dir="auto" className="cut along block text-fs4 leading-5 font-semibold">
            {name}
          </span>
          <span className="cut block text-fs2 text-3">
            <bdi>{platformName(chat.platform)}</bdi> · {t('thread.to', { account: chat.facebook_page_id })}
          </span>
        </span>
      </button>
      <StateActions chat={chat} />
      <AssignMenu chat={chat} />
    </header>
  );
}
