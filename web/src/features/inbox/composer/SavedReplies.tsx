import { useQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import { FileText } from 'lucide-react';
import { type Ref, useEffect, useImperativeHandle, useState } from 'react';
import type { Platform, Template } from '@/api/types';
import { useTranslation } from '@/i18n/use-translation';
import { templatesQuery } from '../api';
import { matching } from './saved-replies';

/** How many stand in the list at once; more letters find the others. */
const SHOWN = 8;

export type SavedRepliesHandle = {
  /** Takes a key of the text field; true when it was meant for the list. */
  onKey: (key: string) => boolean;
};

type Props = {
  ref: Ref<SavedRepliesHandle>;
  id: string;
  platform: Platform;
  query: string;
  /** Tells which option is marked, for the text field's `aria-activedescendant`. */
  onActive: (id: string | null) => void;
  onChoose: (template: Template) => void;
  onClose: () => void;
};

/** The saved replies that fit what stands behind the slash. The focus stays in the text field. */
export function SavedReplies({ ref, id, platform, query, onActive, onChoose, onClose }: Props) {
  const { t } = useTranslation();
  const templates = useQuery(templatesQuery(platform));
  const [at, setAt] = useState(0);
  const found = matching(templates.data ?? [], query).slice(0, SHOWN);
  const marked = Math.min(at, Math.max(0, found.length - 1));
  const active = found.length === 0 ? null : `${id}-${marked}`;
  useEffect(() => {
    onActive(active);
    return () => onActive(null);
  }, [active, onActive]);
  useImperativeHandle(ref, () => ({
    onKey: (key) => {
      const chosen = found[marked];
      if (key === 'Escape') onClose();
      else if (key === 'ArrowDown') setAt((marked + 1) % Math.max(1, found.length));
      else if (key === 'ArrowUp') setAt((marked + found.length - 1) % Math.max(1, found.length));
      else if ((key === 'Enter' || key === 'Tab') && chosen !== undefined) onChoose(chosen);
      else return false;
      return true;
    },
  }));
  return (
    <div className="mx-2 mb-1 rounded-control border border-line-strong bg-raised shadow-mid">
      <p className="px-3 pt-2 text-fs1 font-medium text-3">{t('composer.saved')}</p>
      {templates.data !== undefined && found.length === 0 && (
        <p role="status" className="px-3 py-2 text-fs2 text-2">
          {t(templates.data.length === 0 ? 'composer.savedNone' : 'composer.savedNoMatch')}
        </p>
      )}
      {templates.isError && (
        <p role="alert" className="px-3 py-2 text-fs2 text-bad-text">
          {t('composer.savedFailed')}
        </p>
      )}
      <div id={id} role="listbox" aria-label={t('composer.saved')} className="max-h-64 overflow-y-auto p-1">
        {found.map((template, index) => (
          <div
            key={template.id}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === marked}
            onPointerMove={() => setAt(index)}
            // Before the text field loses the focus.
            onPointerDown={(event) => {
              event.preventDefault();
              onChoose(template);
            }}
            className={clsx(
              'grid cursor-default grid-cols-[16px_minmax(0,1fr)] gap-x-2.5 rounded-row px-2 py-1.5',
              index === marked ? 'bg-selected' : '',
            )}
          >
            <FileText size={16} className="mt-0.5 text-3" aria-hidden />
            <span className="min-w-0">
              <span dir="auto" className="cut along block font-medium">
                {template.name}
              </span>
              <span dir="auto" className="cut along block text-fs2 text-3">
                {template.content}
              </span>
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}
