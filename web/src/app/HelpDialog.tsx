import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Dialog } from '@/components/ui/Dialog';
import { Switch } from '@/components/ui/Field';
import { Kbd } from '@/components/ui/Kbd';
import { Keys } from '@/components/ui/Keys';
import { useTranslation } from '@/i18n/use-translation';
import { actionsOf, bindings, keyOf, SCOPES, setSingleKeys, singleKeys } from '@/lib/bindings';
import { useSession } from '@/lib/session';
import { useStore } from '@/lib/store';
import { isChord, MAC } from '@/lib/strokes';

const MOD = MAC ? '⌘' : 'Ctrl ';

/** Keys that are the same for everybody. */
const FIXED = [
  ['help.send', ['↵', `${MOD}↵`]],
  ['help.sendResolve', [MAC ? '⇧⌘↵' : 'Ctrl ⇧ ↵']],
  ['help.newline', ['⇧ ↵']],
  ['help.saved', ['/']],
  ['help.back', ['Esc']],
] as const;

/** Every key there is, with the one that was chosen. */
export function HelpDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const { me } = useSession();
  const on = useStore(singleKeys);
  const chosen = useStore(bindings);
  const groups = SCOPES.map((scope) => ({
    scope,
    ids: actionsOf(scope, me.role).filter((id) => on || isChord(keyOf(id, chosen))),
  }));
  return (
    <Dialog open={open} onClose={onClose} title={t('help.title')} closeLabel={t('common.close')} wide>
      <div className="gap-x-8 pane:columns-2">
        <Group title={t('help.scope.writing')}>
          {FIXED.map(([text, keys]) => (
            <Row key={text} name={t(text)}>
              {keys.map((key) => (
                <Kbd key={key} always>
                  {key}
                </Kbd>
              ))}
            </Row>
          ))}
        </Group>
        {groups.map(
          ({ scope, ids }) =>
            ids.length > 0 && (
              <Group key={scope} title={t(`help.scope.${scope}`)}>
                {ids.map((id) => (
                  <Row key={id} name={t(`help.action.${id}`)}>
                    <Keys of={keyOf(id, chosen)} />
                  </Row>
                ))}
              </Group>
            ),
        )}
      </div>
      <div className="mt-1 border-t border-line-strong pt-2">
        <Switch label={t('help.single')} hint={t('help.singleHint')} on={on} onChange={setSingleKeys} />
        <Link to="/settings" hash="keyboard" onClick={onClose} className="text-accent-text underline">
          {t('help.change')}
        </Link>
      </div>
    </Dialog>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mb-4 break-inside-avoid-column">
      <h3 className="mb-1 text-fs2 font-medium text-3">{title}</h3>
      <dl>{children}</dl>
    </section>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-h-7 items-center justify-between gap-3">
      <dt className="text-2">{name}</dt>
      <dd className="flex flex-none gap-1.5" dir="ltr">
        {children}
      </dd>
    </div>
  );
}
