import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { Say } from '@/components/ui/Say';
import { useTranslation } from '@/i18n/use-translation';
import { randomId } from '@/lib/id';
import { postNote } from '../api';
import { useDraft } from '../drafts';

/** The server's own limit. */
const MAX_CHARACTERS = 5000;

type Props = { chatId: string; tabs: ReactNode; onEscape: () => void };

/** Writes a private note. The whole box is yellow: what is written here must not be meant for the customer. */
export function NoteBox({ chatId, tabs, onEscape }: Props) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const field = useRef<HTMLTextAreaElement>(null);
  const fieldId = useId();
  const [text, setText] = useDraft(`${chatId}:note`);
  // One key per text: a repeat after a lost answer makes no second note.
  const [key, setKey] = useState(randomId);
  const used = [...text.trim()].length;
  const note = useMutation({
    mutationFn: () => postNote(chatId, key, text.trim()),
    onSuccess: async () => {
      setText('');
      setKey(randomId());
      field.current?.focus();
      await queryClient.invalidateQueries({ queryKey: ['notes', chatId] });
    },
  });
  useEffect(() => field.current?.focus(), []);
  const save = () => {
    if (used > 0 && used <= MAX_CHARACTERS && !note.isPending) note.mutate();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      onEscape();
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      save();
    }
  };
  return (
    <form
      className="mx-auto max-w-[760px] rounded-card border border-[var(--note-line)] bg-[var(--note)] text-[var(--note-text)] focus-within:outline-2 focus-within:outline-[var(--note-line)]"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <div className="flex items-center gap-2 px-2 pt-1.5">{tabs}</div>
      <label htmlFor={fieldId} className="sr-only">
        {t('note.label')}
      </label>
      <textarea
        ref={field}
        id={fieldId}
        rows={2}
        value={text}
        dir="auto"
        placeholder={t('note.placeholder')}
        aria-describedby={`${fieldId}-hint`}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        className="block max-h-[8lh] min-h-[62px] w-full resize-none field-sizing-content px-3.5 pt-2 pb-1 text-fs4 outline-none placeholder:text-[var(--note-text-2)] max-pane:text-[16px] max-pane:leading-[23px]"
      />
      {note.isError && (
        <div className="px-3 pb-1">
          <Say tone="bad" alert>
            {t('note.failed', { reason: note.error.message })}
          </Say>
        </div>
      )}
      <div className="flex items-center gap-3 px-3.5 pt-1 pb-2">
        <p id={`${fieldId}-hint`} className="cut grow text-fs2 text-[var(--note-text-2)]">
          {t('note.only')}
        </p>
        {used > MAX_CHARACTERS * 0.9 && (
          <span className="num text-fs1">
            {used} / {MAX_CHARACTERS}
          </span>
        )}
        <button
          type="submit"
          className="btn border-[var(--note-line)] bg-transparent text-[var(--note-text)]"
          aria-disabled={used === 0 || used > MAX_CHARACTERS || note.isPending}
        >
          {t('note.save')}
        </button>
      </div>
    </form>
  );
}
