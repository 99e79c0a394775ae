import { type ActionId, bindings, keyOf, singleKeys } from '@/lib/shortcuts';
import { useStore } from '@/lib/store';
import { Kbd } from './Kbd';

/** The key that an action has now; nothing while single letters are switched off. */
export function Shortcut({ action }: { action: ActionId }) {
  const on = useStore(singleKeys);
  const key = keyOf(action, useStore(bindings));
  if (!on) return null;
  return <Kbd>{key.length === 1 ? key.toUpperCase() : key}</Kbd>;
}
