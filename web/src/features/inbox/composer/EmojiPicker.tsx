import { Popover } from '@base-ui/react/popover';
import { Smile } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from '@/i18n/use-translation';
import { arrowStep } from '@/lib/arrows';
import { EMOJI } from './emoji';

const COLUMNS = 8;

/** A grid of characters; arrow keys walk in it. */
export function EmojiPicker({ onPick }: { onPick: (emoji: string) => void }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const grid = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const rows: Record<string, number> = { ArrowDown: COLUMNS, ArrowUp: -COLUMNS };
    const step = rows[event.key] ?? arrowStep(event);
    const buttons = [...(grid.current?.querySelectorAll('button') ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    if (step === 0 || at === -1) return;
    event.preventDefault();
    buttons[at + step]?.focus();
  };
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        className="btn btn-ghost btn-icon btn-s"
        aria-label={t('composer.emoji')}
        title={t('composer.emoji')}
      >
        <Smile size={16} aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner side="top" align="start" sideOffset={6} className="z-[var(--z-pop)]">
          <Popover.Popup className="pop p-2">
            <Popover.Title className="sr-only">{t('composer.emoji')}</Popover.Title>
            <div
              ref={grid}
              role="toolbar"
              aria-label={t('composer.emoji')}
              className="grid grid-cols-8 gap-0.5"
              onKeyDown={onKeyDown}
            >
              {EMOJI.map((emoji, index) => (
                <button
                  key={emoji}
                  type="button"
                  tabIndex={index === 0 ? 0 : -1}
                  className="grid size-8 place-items-center rounded-row text-[18px] hover:bg-hover pointer-coarse:size-9"
                  onClick={() => {
                    setOpen(false);
                    onPick(emoji);
                  }}
                >
                  {emoji}
                </button>
              ))}
            </div>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
