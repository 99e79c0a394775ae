import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from '@/i18n/use-translation';
import type { NewAttachment } from '../api';

type File = { readonly type: NewAttachment['type']; readonly url: string };

const KINDS = ['image', 'video', 'audio', 'file'] as const;

/** Names a file by its public address; the platform fetches it from there. Not a form: it stands inside the composer's. */
export function AttachForm({ app, onAdd }: { app: string; onAdd: (file: File) => void }) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const [kind, setKind] = useState<File['type']>('image');
  const [url, setUrl] = useState('');
  const [wrong, setWrong] = useState(false);
  useEffect(() => field.current?.focus(), []);
  const add = () => {
    if (isWebAddress(url)) onAdd({ type: kind, url: url.trim() });
    else setWrong(true);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    add();
  };
  return (
    <div className="mx-3 mb-1 grid gap-1.5 rounded-control border border-line p-2.5">
      <div className="flex flex-wrap gap-2">
        <div className="field w-28 flex-none">
          <select
            aria-label={t('composer.kind')}
            value={kind}
            onChange={(event) => setKind(event.target.value as File['type'])}
          >
            {KINDS.map((one) => (
              <option key={one} value={one} className="bg-raised">
                {t(`composer.${one}`)}
              </option>
            ))}
          </select>
        </div>
        <div className="field min-w-40 flex-1" data-invalid={wrong || undefined}>
          <input
            ref={field}
            type="url"
            inputMode="url"
            value={url}
            aria-label={t('composer.address')}
            placeholder="https://"
            aria-invalid={wrong}
            aria-describedby={id}
            onChange={(event) => {
              setUrl(event.target.value);
              setWrong(false);
            }}
            onKeyDown={onKeyDown}
          />
        </div>
        <button type="button" className="btn" onClick={add}>
          {t('composer.add')}
        </button>
      </div>
      <p id={id} className={wrong ? 'text-fs2 text-bad-text' : 'text-fs2 text-3'}>
        {wrong ? t('composer.badAddress') : t('composer.attachHint', { app })}
      </p>
    </div>
  );
}

function isWebAddress(text: string): boolean {
  try {
    return /^https?:$/.test(new URL(text.trim()).protocol);
  } catch {
    return false;
  }
}
