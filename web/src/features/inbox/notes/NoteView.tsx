import { Lock } from 'lucide-react';
import type { Note } from '@/api/types';
import { useTranslation } from '@/i18n/use-translation';
import { clock, fullTime } from '@/lib/time';

/** A private note in the thread: across the full width and yellow, so that nobody takes it for an answer. */
export function NoteView({ note }: { note: Note }) {
  const { t, language } = useTranslation();
  const at = Date.parse(note.created_at);
  return (
    <article
      aria-label={t('note.by', { name: note.author.name })}
      className="my-2 rounded-card border border-[var(--note-line)] bg-[var(--note)] px-3.5 py-2.5 text-[var(--note-text)]"
    >
      <header className="flex flex-wrap items-center gap-x-2 text-fs2 text-[var(--note-text-2)]">
        <Lock size={12} aria-hidden />
        <b className="font-semibold">{note.author.name}</b>
        <time dateTime={note.created_at} title={fullTime(at, language)} className="num">
          {clock(at, language)}
        </time>
        <span className="ms-auto">{t('note.only')}</span>
      </header>
      <p dir="auto" className="mt-1 text-fs4 whitespace-pre-wrap [overflow-wrap:anywhere]">
        {note.text}
      </p>
    </article>
  );
}
