import { File, Image, type LucideIcon, Music, Video, X } from 'lucide-react';
import { useTranslation } from '@/i18n/use-translation';
import type { Attached } from './attached';

const ICONS: Readonly<Record<Attached['type'], LucideIcon>> = { image: Image, video: Video, audio: Music, file: File };

/** The files beside the text, each with how far it is and a way to take it out. */
export function AttachmentTray({ items, onRemove }: { items: readonly Attached[]; onRemove: (key: string) => void }) {
  const { t } = useTranslation();
  if (items.length === 0) return null;
  return (
    <ul aria-label={t('composer.files')} className="flex flex-wrap gap-1.5 px-3 pb-1">
      {items.map((item) => {
        const Icon = ICONS[item.type];
        const failed = item.state.kind === 'failed';
        return (
          <li
            key={item.key}
            className="relative flex max-w-full min-w-0 items-center gap-2 overflow-hidden rounded-control border border-line-strong py-1 ps-1.5 pe-0.5 text-fs2"
          >
            {item.preview === null ? (
              <Icon size={16} className={failed ? 'text-bad-text' : 'text-3'} aria-hidden />
            ) : (
              <img src={item.preview} alt="" className="size-8 rounded-row object-cover" />
            )}
            <span className="min-w-0">
              <span dir="auto" className="cut along block max-w-56" title={item.name}>
                {item.name}
              </span>
              {item.state.kind === 'failed' && (
                <span role="alert" className="along plain block max-w-72 text-bad-text">
                  {item.state.reason}
                </span>
              )}
            </span>
            <button
              type="button"
              aria-label={t('composer.remove', { name: item.name })}
              className="grid size-6 flex-none place-items-center rounded-row text-3 hover:bg-hover hover:text-1"
              onClick={() => onRemove(item.key)}
            >
              <X size={14} aria-hidden />
            </button>
            {item.state.kind === 'uploading' && (
              <progress
                aria-label={t('composer.uploading', { name: item.name })}
                value={item.state.share}
                max={1}
                className="progress absolute inset-x-0 bottom-0 h-[3px] w-full"
              />
            )}
          </li>
        );
      })}
    </ul>
  );
}
