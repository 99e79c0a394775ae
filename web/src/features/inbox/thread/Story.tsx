import { ExternalLink } from 'lucide-react';
import { useState } from 'react';
import type { Message } from '@/api/types';
import { useTranslation } from '@/i18n/use-translation';

type StoryRef = NonNullable<NonNullable<Message['reply_to']>['story']>;

/** Above a reply to our story: the story as a quote, never as if it were the message. */
export function StoryQuote({ story }: { story: StoryRef | null }) {
  const { t } = useTranslation();
  const [broken, setBroken] = useState(false);
  const url = story?.url ?? null;
  const shown = url !== null && !broken;
  return (
    <div className="mb-1 flex items-center gap-2.5 rounded-[10px] border border-line p-1 pe-2.5 text-fs2 text-2">
      {shown && (
        <img
          src={url}
          alt=""
          loading="lazy"
          className="h-[50px] w-[38px] rounded-[7px] object-cover"
          onError={() => setBroken(true)}
        />
      )}
      <span className={shown ? '' : 'ps-1.5'}>
        <span className="block font-medium text-1">{t('message.storyReply')}</span>
        {!shown && t('message.storyGone')}
      </span>
    </div>
  );
}

/** A mention in the customer's story. Meta lets us show it while it lasts, and not keep it. */
export function StoryMention({ message, app }: { message: Message; app: string }) {
  const { t } = useTranslation();
  const [broken, setBroken] = useState(false);
  const attachment = message.attachments[0];
  const url = attachment?.state === 'ready' && !broken ? attachment.url : null;
  return (
    <div className="flex w-[300px] max-w-full gap-3 rounded-bubble border border-line bg-[var(--bubble-in)] p-2">
      {url !== null && (
        <span className="ring-ig">
          <img
            src={attachment?.preview_url ?? url}
            alt=""
            loading="lazy"
            className="h-28 w-[74px] rounded-[10px] border-2 border-[var(--bubble-in)] object-cover"
            onError={() => setBroken(true)}
          />
        </span>
      )}
      <div className="min-w-0 py-1 text-fs2 text-2">
        <p className="text-fs3 font-semibold text-1">{t('message.storyMention')}</p>
        <p className="mt-0.5">{t(url === null ? 'message.storyEnded' : 'message.storyKeep')}</p>
        {url !== null && (
          <a
            href={url}
            target="_blank"
            rel="noreferrer noopener"
            className="mt-1.5 inline-flex items-center gap-1.5 font-medium text-accent-text hover:underline"
          >
            <ExternalLink size={14} aria-hidden />
            {t('message.openStory', { app })}
          </a>
        )}
      </div>
    </div>
  );
}
