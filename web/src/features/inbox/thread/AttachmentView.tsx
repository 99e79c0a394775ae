import { Clock, File, ImageOff, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import type { Attachment, Message } from '@/api/types';
import { useTranslation } from '@/i18n/use-translation';
import { appName } from '@/lib/names';
import { Lightbox } from './Lightbox';
import { Voice } from './Voice';

type Props = { attachment: Attachment; message: Message; customer: string };

export function AttachmentView({ attachment, message, customer }: Props) {
  const { t } = useTranslation();
  const [broken, setBroken] = useState(false);
  const app = appName(message.platform);
  const name = message.direction === 'inbound' ? customer : t('thread.you');
  if (attachment.state === 'fetching') return <Placeholder icon={Clock} text={t('message.fetching')} />;
  if (attachment.state === 'expired') return <Placeholder icon={ImageOff} text={t('message.expired', { app })} />;
  if (attachment.state === 'withheld') return <Placeholder icon={ImageOff} text={t('message.withheld', { app })} />;
  if (attachment.state === 'failed' || attachment.url === null || broken) {
    return <Placeholder icon={ImageOff} text={t('message.mediaFailed')} />;
  }
  switch (attachment.type) {
    case 'image':
    case 'sticker':
    case 'like_heart':
      return (
        <Photo
          url={attachment.url}
          preview={attachment.preview_url ?? attachment.url}
          alt={t('message.photoFrom', { name })}
          label={t('message.openPhoto', { name })}
          onBroken={() => setBroken(true)}
        />
      );
    case 'video':
      return (
        <div className="media">
          {/* biome-ignore lint/a11y/useMediaCaption: what customers send has no captions */}
          <video
            src={attachment.url}
            poster={attachment.preview_url ?? undefined}
            controls
            preload="metadata"
            aria-label={t('message.video', { name })}
            onError={() => setBroken(true)}
          />
        </div>
      );
    case 'audio':
      return <Voice url={attachment.url} label={t('message.voice', { name })} onBroken={() => setBroken(true)} />;
    default:
      return (
        <a
          href={attachment.url}
          target="_blank"
          rel="noreferrer noopener"
          className="bubble flex max-w-[280px] items-center gap-2.5"
        >
          <File size={20} className="flex-none" aria-hidden />
          <span className="cut">{attachment.name ?? attachment.title ?? t('message.file')}</span>
        </a>
      );
  }
}

function Placeholder({ icon: Icon, text }: { icon: LucideIcon; text: string }) {
  return (
    <p className="gone">
      <Icon size={14} className="flex-none" aria-hidden />
      {text}
    </p>
  );
}

type PhotoProps = { url: string; preview: string; alt: string; label: string; onBroken: () => void };

function Photo({ url, preview, alt, label, onBroken }: PhotoProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="media" aria-label={label} onClick={() => setOpen(true)}>
        <img src={preview} alt={alt} loading="lazy" onError={onBroken} />
      </button>
      {open && <Lightbox url={url} alt={alt} onClose={() => setOpen(false)} />}
    </>
  );
}
