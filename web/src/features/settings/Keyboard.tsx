import { useState } from 'react';
import { Switch } from '@/components/ui/Field';
import { useTranslation } from '@/i18n/use-translation';
import { actionsOf, bindings, SCOPES, setSingleKeys, singleKeys, unbindAll } from '@/lib/bindings';
import { useSession } from '@/lib/session';
import { useStore } from '@/lib/store';
import { KeyRow } from './KeyRow';

/** Every action with its key, each of which can be another one. */
export function Keyboard() {
  const { t } = useTranslation();
  const { me } = useSession();
  const on = useStore(singleKeys);
  const chosen = useStore(bindings);
  const [said, setSaid] = useState('');
  return (
    <div>
      <Switch label={t('help.single')} hint={t('help.singleHint')} on={on} onChange={setSingleKeys} />
      <p className="my-2 text-fs2 text-3">{t('settings.keysHint')}</p>
      {SCOPES.map((scope) => (
        <section key={scope} aria-label={t(`help.scope.${scope}`)} className="mt-3">
          <h3 className="mb-1 text-fs2 font-medium text-3">{t(`help.scope.${scope}`)}</h3>
          <ul className="grid grid-cols-[minmax(0,1fr)] gap-x-8 pane:grid-cols-2">
            {actionsOf(scope, me.role).map((id) => (
              <KeyRow key={id} id={id} onChanged={setSaid} />
            ))}
          </ul>
        </section>
      ))}
      {Object.keys(chosen).length > 0 && (
        <button type="button" className="btn btn-s mt-3" onClick={unbindAll}>
          {t('settings.keysReset')}
        </button>
      )}
      <p role="status" className="sr-only">
        {said}
      </p>
    </div>
  );
}
