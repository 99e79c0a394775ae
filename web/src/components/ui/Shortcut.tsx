import { type ActionId, bindings, keyOf, singleKeys } from '@/lib/bindings';
import { useStore } from '@/lib/store';
import { capsOf, isChord } from '@/lib/strokes';
import { Kbd } from './Kbd';

/** The key that an action has now, beside its button; nothing while single letters are switched off. */
export function Shortcut({ action }: { action: ActionId }) {
  const on = useStore(singleKeys);
  const key = keyOf(action, useStore(bindings));
  if (!on && !isChord(key)) return null;
  return <Kbd>{capsOf(key).join(' ')}</Kbd>;
}
