import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from '@/i18n/use-translation';

/** Copies a text and says whether it did. */
export function CopyButton({ text, label }: { text: string; label?: string }) {
  const { t } = useTranslation();
  const [state, setState] = useState<'copy' | 'copied' | 'copyFailed'>('copy');
  const copy = () => {
    // Only a secure page may write to the clipboard.
    if (navigator.clipboard === undefined) setState('copyFailed');
    else
      navigator.clipboard.writeText(text).then(
        () => setState('copied'),
        () => setState('copyFailed'),
      );
  };
  const Icon = state === 'copied' ? Check : Copy;
  return (
    <button type="button" className="btn btn-s" aria-label={state === 'copy' ? label : undefined} onClick={copy}>
      <Icon size={14} aria-hidden />
      <span role="status">{t(`common.${state}`)}</span>
    </button>
  );
}
