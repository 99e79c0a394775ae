import clsx from 'clsx';
import { Shortcut } from '@/components/ui/Shortcut';
import { useTranslation } from '@/i18n/use-translation';

export type Mode = 'reply' | 'note';

const ACTIONS = { reply: 'chat.reply', note: 'chat.note' } as const;

/** Whom the text is for: the customer, or the team alone. */
export function Tabs({ mode, onMode }: { mode: Mode; onMode: (mode: Mode) => void }) {
  const { t } = useTranslation();
  return (
    <fieldset aria-label={t('composer.for')} className="flex gap-0.5">
      {(['reply', 'note'] as const).map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={mode === one}
          onClick={() => onMode(one)}
          className={clsx(
            'flex h-[26px] items-center gap-1.5 whitespace-nowrap rounded-row px-2.5 text-fs2 font-medium pointer-coarse:h-9',
            mode !== one && 'opacity-80 hover:opacity-100',
            mode === one && (one === 'note' ? 'bg-[var(--note-line)]/40' : 'bg-raised text-1 light:bg-sunken'),
          )}
        >
          {t(`composer.${one}`)} <Shortcut action={ACTIONS[one]} />
        </button>
      ))}
    </fieldset>
  );
}
