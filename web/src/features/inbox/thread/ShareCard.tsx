import { ExternalLink } from 'lucide-react';
import { useState } from 'react';
import type { Attachment } from '@/api/types';
import { useTranslation } from '@/i18n/use-translation';

/** A shared post or reel: never a bare link. */
export function ShareCard({ attachment, app }: { attachment: Attachment; app: string }) {
  const { t } = useTranslation();
  const [broken, setBroken] = useState(false);
  const picture = attachment.preview_url ?? (isPicture(attachment.mime) ? attachment.url : null);
  return (
    <div className="w-[268px] max-w-full overflow-hidden rounded-bubble border border-line bg-[var(--bubble-in)] not-first:mt-1">
      {picture !== null && !broken && (
        <img
          src={picture}
          alt=""
          loading="lazy"
          className="block h-[132px] w-full object-cover"
          onError={() => setBroken(true)}
        />
      )}
      <div className="px-3 py-2.5 text-fs2">
        <p className="text-fs3 font-semibold">{attachment.name ?? t('message.share')}</p>
        {attachment.title !== null && attachment.title !== '' && (
          <p className="line-clamp-3 text-2">{attachment.title}</p>
        )}
        {attachment.url === null ? (
          <p className="mt-1 text-3">{t('message.expired', { app })}</p>
        ) : (
          <a
            href={attachment.url}
            target="_blank"
            rel="noreferrer noopener"
            className="mt-1 inline-flex items-center gap-1.5 font-medium text-accent-text hover:underline"
          >
            <ExternalLink size={14} aria-hidden />
            {t('message.openShare')}
          </a>
        )}
      </div>
    </div>
  );
}

function isPicture(mime: string | null): boolean {
  return mime?.startsWith('image/') ?? false;
}
