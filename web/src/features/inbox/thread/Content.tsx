import { CircleHelp, Undo2 } from 'lucide-react';
import { Fragment } from 'react';
import { useTranslation } from '@/i18n/use-translation';
import { appName } from '@/lib/names';
import { AttachmentView } from './AttachmentView';
import { linkPieces } from './items';
import type { MessageProps } from './MessageView';
import { RichView } from './RichView';
import { ShareCard } from './ShareCard';
import { StoryMention, StoryQuote } from './Story';

/** What is inside a message, by its kind. An unknown kind shows that something came. */
export function Content({ message, customer, quoted }: MessageProps) {
  const { t } = useTranslation();
  const app = appName(message.platform);
  if (message.deleted_at !== null) {
    return (
      <p className="gone">
        <Undo2 size={14} aria-hidden />
        {message.direction === 'inbound' ? t('message.unsentBy', { name: customer }) : t('message.unsent')}
      </p>
    );
  }
  const text = message.content === '' ? null : <Bubble text={message.content} />;
  const media = message.attachments.map((attachment) => (
    <AttachmentView key={attachment.id} attachment={attachment} message={message} customer={customer} />
  ));
  switch (message.message_type) {
    case 'unsupported':
      return (
        <>
          {text}
          <p className="gone">
            <CircleHelp size={14} className="flex-none" aria-hidden />
            {t('message.unsupported', { app })}
          </p>
        </>
      );
    case 'story_mention':
      return (
        <>
          <StoryMention message={message} app={app} />
          {text}
        </>
      );
    case 'share':
      return (
        <>
          {message.attachments.map((attachment) => (
            <ShareCard key={attachment.id} attachment={attachment} app={app} />
          ))}
          {text}
        </>
      );
    case 'story_reply':
      return (
        <>
          <StoryQuote story={message.reply_to?.story ?? null} />
          {media}
          {text}
        </>
      );
    default:
      return (
        <>
          {message.message_type === 'postback' && (
            <p className="px-0.5 pb-0.5 text-fs1 text-3">{t('message.tapped')}</p>
          )}
          {quoted !== null && (
            <blockquote className="mb-1 max-w-full rounded-[10px] border border-line px-2.5 py-1 text-fs2 text-2">
              <span className="sr-only">{t('message.quoted')} </span>
              <span dir="auto" className="cut along block">
                {quoted.content === '' ? t('message.file') : quoted.content}
              </span>
            </blockquote>
          )}
          {media}
          {text}
          {message.rich !== null && <RichView rich={message.rich} />}
          {text === null && media.length === 0 && message.rich === null && (
            <p className="gone">
              <CircleHelp size={14} className="flex-none" aria-hidden />
              {t('message.unsupported', { app })}
            </p>
          )}
        </>
      );
  }
}

function Bubble({ text }: { text: string }) {
  let at = 0;
  return (
    <div className="bubble" dir="auto">
      {linkPieces(text).map((piece) => {
        const key = at;
        at += piece.text.length;
        return piece.url === null ? (
          <Fragment key={key}>{piece.text}</Fragment>
        ) : (
          <a key={key} href={piece.url} target="_blank" rel="noreferrer noopener nofollow">
            {piece.text}
          </a>
        );
      })}
    </div>
  );
}
