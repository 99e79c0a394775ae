import { RotateCcw } from 'lucide-react';
import { Keys } from '@/components/ui/Keys';
import { useTranslation } from '@/i18n/use-translation';
import {
  ACTIONS,
  type ActionId,
  bind,
  bindings,
  keyOf,
  type Refusal,
  setBindings,
  singleKeys,
  swapped,
} from '@/lib/bindings';
import { useStore } from '@/lib/store';
import { capsOf, isChord } from '@/lib/strokes';
import { useKeyCapture } from './use-key-capture';

/** One action, the key it has, and the way to another one. */
export function KeyRow({ id, onChanged }: { id: ActionId; onChanged: (said: string) => void }) {
  const { t } = useTranslation();
  const on = useStore(singleKeys);
  const key = keyOf(id, useStore(bindings));
  const name = t(`help.action.${id}`);
  const tell = (next: string) => onChanged(t('settings.keyIs', { name, key: capsOf(next).join(' ') }));
  const { taking, refused, forget, button } = useKeyCapture(id, tell);
  const own = ACTIONS[id].key;
  const back = () => {
    bind(id, null);
    tell(own);
  };
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-3 border-b border-line py-1">
      <span className="min-w-0 flex-1 text-2">{name}</span>
      <span className="flex flex-none items-center gap-2">
        {(on || isChord(key)) && <Keys of={key} />}
        {key !== own && (
          <button
            type="button"
            className="btn btn-s btn-ghost btn-icon"
            aria-label={t('settings.keyBack', { name, key: capsOf(own).join(' ') })}
            title={capsOf(own).join(' ')}
            onClick={back}
          >
            <RotateCcw size={14} aria-hidden />
          </button>
        )}
        <button
          type="button"
          className="btn btn-s btn-ghost"
          aria-label={t('settings.changeKey', { name })}
          aria-pressed={taking !== null}
          {...button}
        >
          {taking === null ? t('settings.change') : taking === '' ? t('settings.press') : capsOf(taking).join(' ')}
        </button>
      </span>
      {refused !== null && <Refused id={id} refusal={refused} onSwapped={forget} />}
    </li>
  );
}

type RefusedProps = { id: ActionId; refusal: Refusal; onSwapped: () => void };

/** Why the key was not taken, and the way out where there is one. */
function Refused({ id, refusal, onSwapped }: RefusedProps) {
  const { t } = useTranslation();
  const chosen = useStore(bindings);
  const exchange = refusal.why === 'taken' ? swapped(id, refusal.by, chosen) : null;
  const swap = () => {
    if (exchange !== null) setBindings(exchange);
    onSwapped();
  };
  return (
    <div className="flex w-full flex-wrap items-center justify-between gap-2 pb-1">
      <p role="alert" className="text-fs2 text-bad-text">
        {refusal.why === 'browser'
          ? t('settings.keyBrowser')
          : t('settings.keyTaken', { name: t(`help.action.${refusal.by}`) })}
      </p>
      {exchange !== null && (
        <button type="button" className="btn btn-s" onClick={swap}>
          {t('settings.keySwap')}
        </button>
      )}
    </div>
  );
}
