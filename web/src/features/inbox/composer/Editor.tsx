import clsx from 'clsx';
import { Paperclip, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { Kbd } from '@/components/ui/Kbd';
import { useTranslation } from '@/i18n/use-translation';
import { measure, splitToFit } from '@/lib/limits';
import { useLive } from '@/lib/live/context';
import { TYPING_EVERY_MS } from '@/lib/live/presence';
import { appName } from '@/lib/names';
import { useSession } from '@/lib/session';
import { useSingleKeys } from '@/lib/shortcuts';
import { useStore } from '@/lib/store';
import type { WindowState } from '@/lib/window';
import type { NewMessage } from '../api';
import { useOutbox } from '../context';
import { drafts } from '../drafts';
import { sameText } from '../outbox';
import { AttachForm } from './AttachForm';
import type { ComposerProps } from './Composer';
import { TimeLeft } from './TimeLeft';

type Props = ComposerProps & { window: WindowState; now: number; autoFocus: boolean };
type File = NewMessage['attachments'][number];

export function Editor({ thread, name, replyTo, onReplyTo, window: state, now, autoFocus }: Props) {
  const { t } = useTranslation();
  const chat = thread.chat.value;
  const field = useRef<HTMLTextAreaElement>(null);
  const fieldId = useId();
  const [text, setText] = useDraft(chat.id);
  const [files, setFiles] = useState<readonly File[]>([]);
  const [attaching, setAttaching] = useState(false);
  const typing = useTyping(chat.id);
  const submit = useSubmit(thread);
  const size = measure(text, chat.platform);
  const parts = size.used > size.max ? splitToFit(text, chat.platform) : [text.trim()];
  const empty = text.trim() === '' && files.length === 0;

  useSingleKeys({ r: () => field.current?.focus() });
  useEffect(() => {
    if (autoFocus) field.current?.focus();
  }, [autoFocus]);
  useEffect(() => {
    if (replyTo !== null) field.current?.focus();
  }, [replyTo]);

  const send = () => {
    if (empty) return;
    submit(parts, files, replyTo?.id ?? null);
    setText('');
    setFiles([]);
    onReplyTo(null);
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      if (replyTo !== null) onReplyTo(null);
      else field.current?.blur();
      return;
    }
    // On a touch keyboard Enter is the only way to begin a new line.
    const enterSends = event.ctrlKey || event.metaKey || (!event.shiftKey && !matchMedia('(pointer: coarse)').matches);
    if (event.key !== 'Enter' || !enterSends) return;
    event.preventDefault();
    // A text that is too long is not cut in two by a habit of the hand.
    if (parts.length === 1) send();
  };
  const counter = { used: size.used, max: size.max };
  return (
    <form
      aria-label={t('composer.label', { name })}
      className={clsx(
        'mx-auto max-w-[760px] rounded-card border bg-panel focus-within:border-focus focus-within:outline-2 focus-within:outline-[color-mix(in_srgb,var(--focus)_36%,transparent)] light:bg-[#fff]',
        size.used > size.max ? 'border-bad' : 'border-line-control',
      )}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="flex items-center justify-between gap-2 px-2 pt-1.5">
        <label
          htmlFor={fieldId}
          className="flex h-[26px] items-center gap-1.5 rounded-row bg-raised px-2.5 text-fs2 font-medium light:bg-sunken"
        >
          {t('composer.reply')} <Kbd>R</Kbd>
        </label>
        <TimeLeft state={state} now={now} platform={chat.platform} />
      </div>
      {state.state === 'unknown' && (
        <p className="px-3.5 pt-1.5 text-fs2 text-3">{t('composer.unknown', { app: appName(chat.platform) })}</p>
      )}
      {replyTo !== null && (
        <div className="mx-3 mt-1.5 flex items-center gap-2 border-s-2 border-accent-text ps-2 text-fs2 text-2">
          <span className="cut flex-1">
            <span className="text-3">{t('composer.replyingTo')}</span> {replyTo.content}
          </span>
          <RemoveButton label={t('composer.cancelReply')} onClick={() => onReplyTo(null)} />
        </div>
      )}
      <textarea
        ref={field}
        id={fieldId}
        rows={2}
        value={text}
        dir="auto"
        placeholder={t('composer.placeholder')}
        aria-invalid={size.used > size.max}
        aria-describedby={`${fieldId}-count`}
        onChange={(event) => {
          setText(event.target.value);
          typing();
        }}
        onKeyDown={onKeyDown}
        className="block max-h-[8lh] min-h-[62px] w-full resize-none field-sizing-content px-3.5 pt-2 pb-1 text-fs4 outline-none max-pane:text-[16px] max-pane:leading-[23px]"
      />
      {files.length > 0 && (
        <ul className="flex flex-wrap gap-1.5 px-3 pb-1">
          {files.map((file, index) => (
            <li key={`${file.type} ${file.url}`} className="chip max-w-full">
              <span className="cut">{file.url}</span>
              <RemoveButton
                label={t('composer.remove', { name: file.url })}
                onClick={() => setFiles(files.filter((_, at) => at !== index))}
              />
            </li>
          ))}
        </ul>
      )}
      {attaching && (
        <AttachForm
          app={appName(chat.platform)}
          onAdd={(file) => {
            setFiles([...files.filter((one) => one.url !== file.url), file]);
            setAttaching(false);
            field.current?.focus();
          }}
        />
      )}
      <div className="flex items-center gap-1 px-2 pt-1 pb-2">
        <button
          type="button"
          className="btn btn-ghost btn-icon btn-s"
          aria-label={t('composer.attach')}
          title={t('composer.attachTitle')}
          aria-expanded={attaching}
          onClick={() => setAttaching(!attaching)}
        >
          <Paperclip size={16} aria-hidden />
        </button>
        <span
          id={`${fieldId}-count`}
          className={clsx('num me-2 ms-auto text-fs1', size.used > size.max ? 'text-bad-text' : 'text-3')}
        >
          <span aria-hidden="true">{t(`composer.${size.unit}`, counter)}</span>
          <span className="sr-only">{t(`composer.${size.unit}Label`, counter)}</span>
        </span>
        {parts.length > 1 ? (
          <button type="submit" className="btn">
            {t('composer.sendParts', { count: parts.length })}
          </button>
        ) : (
          <button type="submit" className="btn btn-primary" aria-disabled={empty}>
            {t('composer.send')}
            <span className="font-normal opacity-90 max-pane:hidden" aria-hidden="true">
              ↵
            </span>
          </button>
        )}
      </div>
    </form>
  );
}

function RemoveButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <button
      type="button"
      aria-label={label}
      className="grid size-6 flex-none place-items-center rounded-row text-3 hover:bg-hover hover:text-1"
      onClick={onClick}
    >
      <X size={14} aria-hidden />
    </button>
  );
}

/** The text of this chat, kept while it is not sent. */
function useDraft(chatId: string): [string, (text: string) => void] {
  const { me } = useSession();
  const changed = useStore(drafts.changed);
  const [seen, setSeen] = useState(changed);
  const [text, setText] = useState(() => drafts.read(me.id, chatId));
  if (changed !== seen) {
    setSeen(changed);
    setText(drafts.read(me.id, chatId));
  }
  const write = (next: string) => {
    setText(next);
    drafts.write(me.id, chatId, next);
  };
  return [text, write];
}

/** Tells colleagues that an answer is being written, now and then. */
function useTyping(chatId: string): () => void {
  const live = useLive();
  const last = useRef(0);
  return () => {
    const now = Date.now();
    if (now - last.current < TYPING_EVERY_MS) return;
    last.current = now;
    live.announce('typing', chatId);
  };
}

function useSubmit(thread: Thread) {
  const { me } = useSession();
  const outbox = useOutbox();
  return (parts: readonly string[], files: readonly File[], replyTo: string | null) => {
    const messages = thread.rows.map((row) => row.value);
    const { id } = thread.chat.value;
    parts.forEach((content, index) => {
      const last = index === parts.length - 1;
      const message = { content, attachments: last ? files : [], replyTo: index === 0 ? replyTo : null };
      outbox.send(id, message, sameText(messages, content, me.id), Date.now());
    });
  };
}

type Thread = Props['thread'];
