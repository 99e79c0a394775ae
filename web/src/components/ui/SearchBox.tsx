import { Search, X } from 'lucide-react';
import { type KeyboardEvent, type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { useTranslation } from '@/i18n/use-translation';
import { Shortcut } from './Shortcut';

/** The pause in typing after which the search runs. */
const SEARCH_AFTER_MS = 250;

type Props = {
  ref?: Ref<HTMLInputElement>;
  label: string;
  placeholder?: string;
  value: string;
  onChange: (text: string) => void;
  /** Whether the key for searching comes here. */
  shortcut?: boolean;
};

/** A search that runs when the typing pauses. */
export function SearchBox({ ref, label, placeholder, value, onChange, shortcut = true }: Props) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(value);
  const [asked, setAsked] = useState(value);
  const report = useRef(onChange);
  useImperativeHandle(ref, () => input.current as HTMLInputElement, []);
  useEffect(() => {
    report.current = onChange;
  });
  // The address may change by itself (Back, "Show all"); the field follows it.
  if (value !== asked) {
    setAsked(value);
    setText(value);
  }
  useEffect(() => {
    if (text.trim() === asked) return;
    const timer = window.setTimeout(() => {
      setAsked(text.trim());
      report.current(text.trim());
    }, SEARCH_AFTER_MS);
    return () => window.clearTimeout(timer);
  }, [text, asked]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    if (text === '') input.current?.blur();
    else setText('');
  };
  return (
    <div className="field field-quiet">
      <Search size={14} aria-hidden />
      <input
        ref={input}
        type="search"
        value={text}
        aria-label={label}
        placeholder={placeholder ?? label}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {text === '' ? (
        shortcut && <Shortcut action="list.search" />
      ) : (
        <button
          type="button"
          aria-label={t('common.clearSearch')}
          className="-me-1.5 grid size-7 place-items-center rounded-row hover:bg-hover hover:text-1"
          onClick={() => {
            setText('');
            input.current?.focus();
          }}
        >
          <X size={14} aria-hidden />
        </button>
      )}
    </div>
  );
}
