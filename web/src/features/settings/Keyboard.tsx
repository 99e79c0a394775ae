import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { Switch } from '@/components/ui/Field';
import { Kbd } from '@/components/ui/Kbd';
import { useTranslation } from '@/i18n/use-translation';
import {
  ACTION_IDS,
  ACTIONS,
  type ActionId,
  bind,
  bindings,
  conflictOf,
  keyOf,
  setSingleKeys,
  singleKeys,
  unbindAll,
} from '@/lib/shortcuts';
import { useStore } from '@/lib/store';

const SCOPES = ['everywhere', 'inbox', 'comments'] as const;

/** Every action with its key, each of which can be another one. */
export function Keyboard() {
  const { t } = useTranslation();
  const on = useStore(singleKeys);
  const chosen = useStore(bindings);
  return (
    <div>
      <Switch label={t('help.single')} hint={t('help.singleHint')} on={on} onChange={setSingleKeys} />
      {on && (
        <>
          <p className="my-2 text-fs2 text-3">{t('settings.keysHint')}</p>
          {SCOPES.map((scope) => (
            <section key={scope} aria-label={t(`help.scope.${scope}`)} className="mt-3">
              <h3 className="mb-1 text-fs2 font-medium text-3">{t(`help.scope.${scope}`)}</h3>
              <ul className="grid grid-cols-[minmax(0,1fr)] gap-x-8 pane:grid-cols-2">
                {ACTION_IDS.filter((id) => ACTIONS[id].scope === scope).map((id) => (
                  <KeyRow key={id} id={id} />
                ))}
              </ul>
            </section>
          ))}
          {Object.keys(chosen).length > 0 && (
            <button type="button" className="btn btn-s mt-3" onClick={unbindAll}>
              {t('settings.keysReset')}
            </button>
          )}
        </>
      )}
    </div>
  );
}

/** How long the second key of a pair is waited for. */
const PAIR_MS = 900;

function KeyRow({ id }: { id: ActionId }) {
  const { t } = useTranslation();
  const chosen = useStore(bindings);
  const [taking, setTaking] = useState<readonly string[] | null>(null);
  const [taken, setTaken] = useState<ActionId | null>(null);
  const timer = useRef<number | undefined>(undefined);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const finish = (keys: readonly string[]) => {
    window.clearTimeout(timer.current);
    setTaking(null);
    const key = keys.join(' ');
    const conflict = conflictOf(id, key, chosen);
    setTaken(conflict);
    if (conflict === null) bind(id, key);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (taking === null || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') {
      window.clearTimeout(timer.current);
      setTaking(null);
    } else if (event.key.length === 1 && event.key !== ' ') {
      const keys = [...taking, event.key];
      if (keys.length === 2) finish(keys);
      else {
        setTaking(keys);
        timer.current = window.setTimeout(() => finish(keys), PAIR_MS);
      }
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const name = t(`help.action.${id}`);
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-3 border-b border-line py-1">
      <span className="cut text-2">{name}</span>
      <span className="flex items-center gap-2">
        <span className="flex gap-1">
          {keyOf(id, chosen)
            .split(' ')
            .map((key) => (
              <Kbd key={key}>{key}</Kbd>
            ))}
        </span>
        <button
          type="button"
          className="btn btn-s btn-ghost"
          aria-label={t('settings.changeKey', { name })}
          aria-pressed={taking !== null}
          onClick={() => {
            setTaken(null);
            setTaking([]);
          }}
          onBlur={() => setTaking(null)}
          onKeyDown={onKeyDown}
        >
          {taking === null ? t('settings.change') : taking.length === 0 ? t('settings.press') : `${taking.join(' ')} …`}
        </button>
      </span>
      {taken !== null && (
        <p role="alert" className="w-full text-fs2 text-bad-text">
          {t('settings.keyTaken', { name: t(`help.action.${taken}`) })}
        </p>
      )}
    </li>
  );
}
