import { useQuery } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { Chat } from '@/api/types';
import { useTranslation } from '@/i18n/use-translation';
import { useShortcuts } from '@/lib/shortcuts';
import { labelsQuery } from '../api';
import { labelColour } from '../list/ChatRow';
import { useChatChange } from '../use-chat-change';
import { withLabel } from './labels';

/** The labels of a chat: taken off by a click, added by name, those in use offered. */
export function LabelEditor({ chat }: { chat: Chat }) {
  const { t } = useTranslation();
  const change = useChatChange(chat.id);
  const [adding, setAdding] = useState(false);
  useShortcuts({ 'chat.label': () => setAdding(true) });
  return (
    <div className="mt-2.5">
      <ul aria-label={t('person.labels')} className="flex flex-wrap justify-center gap-1.5">
        {chat.labels.map((label) => (
          <li key={label} className="chip h-6 !pe-0">
            <span className="size-2 rounded-[2px]" style={{ background: labelColour(label) }} />
            <span className="max-w-40 cut">{label}</span>
            <button
              type="button"
              aria-label={t('label.remove', { name: label })}
              className="grid size-6 place-items-center rounded-chip hover:text-1"
              onClick={() => change.mutate({ labels: chat.labels.filter((one) => one !== label) })}
            >
              <X size={12} aria-hidden />
            </button>
          </li>
        ))}
        <li>
          <button
            type="button"
            className="chip h-6 hover:text-1"
            aria-expanded={adding}
            onClick={() => setAdding(!adding)}
          >
            <Plus size={12} aria-hidden />
            {t('label.add')}
          </button>
        </li>
      </ul>
      {adding && (
        <NewLabel
          onAdd={(label) => {
            const labels = withLabel(chat.labels, label);
            if (labels !== chat.labels) change.mutate({ labels: [...labels] });
          }}
          onDone={() => setAdding(false)}
        />
      )}
      {change.isError && (
        <p role="alert" className="mt-1.5 text-fs2 text-bad-text">
          {t('label.failed', { reason: change.error.message })}
        </p>
      )}
    </div>
  );
}

function NewLabel({ onAdd, onDone }: { onAdd: (label: string) => void; onDone: () => void }) {
  const { t } = useTranslation();
  const known = useQuery(labelsQuery).data ?? [];
  const listId = useId();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  useEffect(() => field.current?.focus(), []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onDone();
    else if (event.key === 'Enter' && text.trim() !== '') {
      onAdd(text);
      setText('');
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="field mt-2">
      <input
        ref={field}
        value={text}
        list={listId}
        maxLength={40}
        aria-label={t('label.add')}
        placeholder={t('label.placeholder')}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => text.trim() === '' && onDone()}
      />
      <datalist id={listId} aria-label={t('label.suggestions')}>
        {known.map((label) => (
          <option key={label} value={label} />
        ))}
      </datalist>
    </div>
  );
}
