import clsx from 'clsx';
import { CheckCheck, X } from 'lucide-react';
import {
  type ClipboardEvent,
  type DragEvent,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import type { Message, Template } from '@/api/types';
import { useTranslation } from '@/i18n/use-translation';
import { measure, splitToFit } from '@/lib/limits';
import { appName, platformName } from '@/lib/names';
import { useSession } from '@/lib/session';
import { useShortcuts } from '@/lib/shortcuts';
import type { WindowState } from '@/lib/window';
import { useDraft } from '../drafts';
import { AttachForm } from './AttachForm';
import { AttachMenu } from './AttachMenu';
import { AttachmentTray } from './AttachmentTray';
import { ready } from './attached';
import type { ComposerProps } from './Composer';
import { EmojiPicker } from './EmojiPicker';
import { FillIn } from './FillIn';
import { Meanwhile } from './Meanwhile';
import { answeredMeanwhile } from './meanwhile';
import { SavedReplies, type SavedRepliesHandle } from './SavedReplies';
import { filled, ownVariables, slashQuery } from './saved-replies';
import { TimeLeft } from './TimeLeft';
import { useAttached } from './use-attached';
import { useSubmit } from './use-submit';
import { useTyping } from './use-typing';

type Props = ComposerProps & { tabs: ReactNode; window: WindowState; now: number; autoFocus: boolean };

export function Editor({ thread, name, replyTo, onReplyTo, tabs, window: state, now, autoFocus }: Props) {
  const { t } = useTranslation();
  const { me } = useSession();
  const chat = thread.chat.value;
  const field = useRef<HTMLTextAreaElement>(null);
  const saved = useRef<SavedRepliesHandle>(null);
  const fieldId = useId();
  const [text, setText] = useDraft(chat.id);
  const files = useAttached();
  const [addressing, setAddressing] = useState(false);
  const [template, setTemplate] = useState<Template | null>(null);
  const [dismissed, setDismissed] = useState(false);
  const [activeOption, setActiveOption] = useState<string | null>(null);
  const [answered, setAnswered] = useState<{ answer: Message; resolve: boolean } | null>(null);
  const begun = useRef<number | null>(null);
  const typing = useTyping(chat.id);
  const submit = useSubmit(thread);
  const size = measure(text, chat.platform);
  const parts = size.used > size.max ? splitToFit(text, chat.platform) : [text.trim()];
  const attachments = ready(files.items);
  const empty = text.trim() === '' && files.items.length === 0;
  const known = { username: name, platform: platformName(chat.platform) };
  // Saved replies are not for the time after 24 hours, when only a person may answer.
  const query = state.state === 'human_agent' || dismissed ? null : slashQuery(text);

  useShortcuts({ 'chat.reply': () => field.current?.focus() });
  useEffect(() => {
    if (autoFocus) field.current?.focus();
  }, [autoFocus]);
  useEffect(() => {
    if (replyTo !== null) field.current?.focus();
  }, [replyTo]);

  const write = (next: string) => {
    setText(next);
    setDismissed(false);
    begun.current ??= Date.now();
    if (next.trim() === '') begun.current = null;
    typing();
  };
  const send = (resolve: boolean, anyway = false) => {
    if (empty || attachments === null) return;
    const answer = anyway
      ? null
      : answeredMeanwhile(
          thread.rows.map((row) => row.value),
          me.id,
          begun.current ?? Date.now(),
        );
    if (answer !== null) {
      setAnswered({ answer, resolve });
      return;
    }
    submit({ parts, attachments, replyTo: replyTo?.id ?? null, resolve });
    setText('');
    files.clear();
    onReplyTo(null);
    setAnswered(null);
    begun.current = null;
    field.current?.focus();
  };
  const insert = (piece: string) => {
    const box = field.current;
    const from = box?.selectionStart ?? text.length;
    const to = box?.selectionEnd ?? text.length;
    write(`${text.slice(0, from)}${piece}${text.slice(to)}`);
    box?.focus();
    requestAnimationFrame(() => box?.setSelectionRange(from + piece.length, from + piece.length));
  };
  const use = (chosen: Template, values: Readonly<Record<string, string>>) => {
    write(filled(chosen.content, { ...known, ...values }));
    setTemplate(null);
    field.current?.focus();
  };
  const choose = (chosen: Template) => {
    if (ownVariables(chosen).length === 0) return use(chosen, {});
    setText('');
    setTemplate(chosen);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (query !== null && !event.ctrlKey && !event.metaKey && saved.current?.onKey(event.key)) {
      event.preventDefault();
      return;
    }
    if (event.key === 'Escape') {
      event.preventDefault();
      if (replyTo !== null) onReplyTo(null);
      else field.current?.blur();
      return;
    }
    const command = event.ctrlKey || event.metaKey;
    // On a touch keyboard Enter is the only way to begin a new line.
    const enterSends = command || (!event.shiftKey && !matchMedia('(pointer: coarse)').matches);
    if (event.key !== 'Enter' || !enterSends) return;
    event.preventDefault();
    // A text that is too long is not cut in two by a habit of the hand.
    if (parts.length === 1) send(command && event.shiftKey);
  };
  const onPaste = (event: ClipboardEvent) => {
    if (event.clipboardData.files.length === 0) return;
    event.preventDefault();
    files.add(event.clipboardData.files);
  };
  const drop = useDrop(files.add);
  return (
    <form
      aria-label={t('composer.label', { name })}
      className={clsx(
        'relative mx-auto max-w-[760px] rounded-card border bg-panel focus-within:border-focus focus-within:outline-2 focus-within:outline-[color-mix(in_srgb,var(--focus)_36%,transparent)] light:bg-[#fff]',
        size.used > size.max ? 'border-bad' : 'border-line-control',
      )}
      {...drop.handlers}
      onSubmit={(event) => {
        event.preventDefault();
        send(false);
      }}
    >
      {drop.over && (
        <p className="absolute inset-0 z-[var(--z-sticky)] grid place-items-center rounded-card border-2 border-dashed border-focus bg-card/90 font-medium">
          {t('composer.drop')}
        </p>
      )}
      <div className="flex items-center justify-between gap-2 px-2 pt-1.5">
        {tabs}
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
          <button
            type="button"
            aria-label={t('composer.cancelReply')}
            className="grid size-6 flex-none place-items-center rounded-row text-3 hover:bg-hover hover:text-1"
            onClick={() => onReplyTo(null)}
          >
            <X size={14} aria-hidden />
          </button>
        </div>
      )}
      {answered !== null && (
        <Meanwhile
          answer={answered.answer}
          onSend={() => send(answered.resolve, true)}
          onKeep={() => {
            setAnswered(null);
            field.current?.focus();
          }}
        />
      )}
      <textarea
        ref={field}
        id={fieldId}
        rows={2}
        value={text}
        dir="auto"
        aria-label={t('composer.reply')}
        placeholder={t('composer.placeholder')}
        aria-invalid={size.used > size.max}
        aria-describedby={`${fieldId}-count`}
        aria-controls={query === null ? undefined : `${fieldId}-saved`}
        aria-activedescendant={activeOption ?? undefined}
        onChange={(event) => write(event.target.value)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        className="block max-h-[8lh] min-h-[62px] w-full resize-none field-sizing-content px-3.5 pt-2 pb-1 text-fs4 outline-none max-pane:text-[16px] max-pane:leading-[23px]"
      />
      {query !== null && (
        <SavedReplies
          ref={saved}
          id={`${fieldId}-saved`}
          platform={chat.platform}
          query={query}
          onActive={setActiveOption}
          onChoose={choose}
          onClose={() => setDismissed(true)}
        />
      )}
      {template !== null && (
        <FillIn
          key={template.id}
          template={template}
          known={known}
          action={t('composer.insert')}
          onUse={(values) => use(template, values)}
          onCancel={() => {
            setTemplate(null);
            field.current?.focus();
          }}
        />
      )}
      <AttachmentTray items={files.items} onRemove={files.remove} />
      {addressing && (
        <AttachForm
          app={appName(chat.platform)}
          onAdd={(file) => {
            files.addAddress(file.type, file.url);
            setAddressing(false);
            field.current?.focus();
          }}
        />
      )}
      <div className="flex items-center gap-1 px-2 pt-1 pb-2">
        <AttachMenu onFiles={files.add} onAddress={() => setAddressing(!addressing)} />
        <EmojiPicker onPick={insert} />
        <span
          id={`${fieldId}-count`}
          className={clsx('num ms-auto me-2 text-fs1', size.used > size.max ? 'text-bad-text' : 'text-3')}
        >
          <span aria-hidden="true">{t(`composer.${size.unit}`, { used: size.used, max: size.max })}</span>
          <span className="sr-only">{t(`composer.${size.unit}Label`, { used: size.used, max: size.max })}</span>
        </span>
        <SendButtons
          parts={parts.length}
          disabled={empty || attachments === null}
          waiting={attachments === null}
          onResolve={() => send(true)}
        />
      </div>
    </form>
  );
}

type ButtonProps = { parts: number; disabled: boolean; waiting: boolean; onResolve: () => void };

function SendButtons({ parts, disabled, waiting, onResolve }: ButtonProps) {
  const { t } = useTranslation();
  if (parts > 1) {
    return (
      <button type="submit" className="btn" aria-disabled={disabled}>
        {t('composer.sendParts', { count: parts })}
      </button>
    );
  }
  return (
    <>
      {waiting && <span className="me-1 text-fs2 text-3">{t('composer.notUploaded')}</span>}
      <button
        type="button"
        className="btn btn-icon btn-ghost"
        aria-disabled={disabled}
        aria-label={t('composer.sendResolve')}
        title={t('composer.sendResolveHint')}
        onClick={() => disabled || onResolve()}
      >
        <CheckCheck size={16} aria-hidden />
      </button>
      <button type="submit" className="btn btn-primary" aria-disabled={disabled}>
        {t('composer.send')}
        <span className="font-normal opacity-90 max-pane:hidden" aria-hidden="true">
          ↵
        </span>
      </button>
    </>
  );
}

/** Files that are let go of over the box. */
function useDrop(onFiles: (files: Iterable<File>) => void) {
  const [over, setOver] = useState(false);
  const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files');
  return {
    over,
    handlers: {
      onDragOver: (event: DragEvent) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: (event: DragEvent) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      },
      onDrop: (event: DragEvent) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setOver(false);
        onFiles(event.dataTransfer.files);
      },
    },
  };
}
