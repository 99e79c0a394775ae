import { Dialog } from '@/components/ui/Dialog';
import { Kbd } from '@/components/ui/Kbd';
import { useTranslation } from '@/i18n/use-translation';
import { setSingleKeys, singleKeys } from '@/lib/shortcuts';
import { useStore } from '@/lib/store';

const ROWS = [
  ['help.next', ['j']],
  ['help.previous', ['k']],
  ['help.search', ['/']],
  ['help.reply', ['r']],
  ['help.note', ['n']],
  ['help.resolve', ['e']],
  ['help.snooze', ['s']],
  ['help.label', ['l']],
  ['help.sendResolve', ['Ctrl ⇧ ↵']],
  ['help.send', ['↵', 'Ctrl ↵']],
  ['help.newline', ['⇧ ↵']],
  ['help.back', ['Esc']],
  ['help.palette', ['Ctrl K']],
  ['help.help', ['?']],
] as const;

export function HelpDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const on = useStore(singleKeys);
  return (
    <Dialog open={open} onClose={onClose} title={t('help.title')} closeLabel={t('common.close')}>
      <dl className="grid gap-1">
        {ROWS.map(([text, keys]) => (
          <div key={text} className="flex h-8 items-center justify-between">
            <dt className="text-2">{t(text)}</dt>
            <dd className="flex gap-1.5">
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <div className="mt-3 flex items-center justify-between gap-4 border-t border-line-strong pt-3">
        <div>
          <p id="single-keys" className="font-medium">
            {t('help.single')}
          </p>
          <p className="text-fs2 text-3">{t('help.singleHint')}</p>
        </div>
        <button
          type="button"
          role="switch"
          aria-checked={on}
          aria-labelledby="single-keys"
          className="switch"
          onClick={() => setSingleKeys(!on)}
        />
      </div>
    </Dialog>
  );
}
