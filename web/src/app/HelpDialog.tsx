import { Dialog } from '@/components/ui/Dialog';
import { Switch } from '@/components/ui/Field';
import { Kbd } from '@/components/ui/Kbd';
import { useTranslation } from '@/i18n/use-translation';
import { ACTION_IDS, ACTIONS, bindings, keyOf, setSingleKeys, singleKeys } from '@/lib/shortcuts';
import { useStore } from '@/lib/store';

/** Keys that are the same for everybody. */
const FIXED = [
  ['help.palette', ['Ctrl K']],
  ['help.send', ['↵', 'Ctrl ↵']],
  ['help.sendResolve', ['Ctrl ⇧ ↵']],
  ['help.newline', ['⇧ ↵']],
  ['help.saved', ['/']],
  ['help.back', ['Esc']],
] as const;

const SCOPES = ['everywhere', 'inbox', 'comments'] as const;

/** Every key there is, with the one that was chosen. */
export function HelpDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const on = useStore(singleKeys);
  const chosen = useStore(bindings);
  return (
    <Dialog open={open} onClose={onClose} title={t('help.title')} closeLabel={t('common.close')}>
      <dl className="grid gap-0.5">
        {FIXED.map(([text, keys]) => (
          <Row key={text} name={t(text)} keys={keys} />
        ))}
      </dl>
      {on &&
        SCOPES.map((scope) => (
          <section key={scope} className="mt-3 border-t border-line-strong pt-2">
            <h3 className="mb-1 text-fs2 font-medium text-3">{t(`help.scope.${scope}`)}</h3>
            <dl className="grid gap-0.5">
              {ACTION_IDS.filter((id) => ACTIONS[id].scope === scope).map((id) => (
                <Row key={id} name={t(`help.action.${id}`)} keys={keyOf(id, chosen).split(' ')} />
              ))}
            </dl>
          </section>
        ))}
      <div className="mt-3 border-t border-line-strong pt-2">
        <Switch label={t('help.single')} hint={t('help.singleHint')} on={on} onChange={setSingleKeys} />
      </div>
    </Dialog>
  );
}

function Row({ name, keys }: { name: string; keys: readonly string[] }) {
  return (
    <div className="flex h-7 items-center justify-between gap-3">
      <dt className="cut text-2">{name}</dt>
      <dd className="flex flex-none gap-1.5">
        {keys.map((key) => (
          <Kbd key={key}>{key}</Kbd>
        ))}
      </dd>
    </div>
  );
}
