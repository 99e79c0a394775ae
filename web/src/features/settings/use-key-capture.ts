import { type KeyboardEvent, type MouseEvent, useEffect, useRef, useState } from 'react';
import { type ActionId, bind, bindings, keyOf, type Refusal, refusalOf } from '@/lib/bindings';
import { isChord, strokeOf } from '@/lib/strokes';

/** How long the second key of a pair is waited for. */
const PAIR_MS = 900;

/** Takes the next key that is pressed on a button, or the next two, for an action. */
export function useKeyCapture(id: ActionId, onBound: (key: string) => void) {
  /** What has been pressed so far; null while no key is asked for. */
  const [taking, setTaking] = useState<string | null>(null);
  const [refused, setRefused] = useState<Refusal | null>(null);
  const timer = useRef<number | undefined>(undefined);
  useEffect(() => () => window.clearTimeout(timer.current), []);

  const stop = () => {
    window.clearTimeout(timer.current);
    setTaking(null);
  };
  const finish = (key: string) => {
    stop();
    const refusal = refusalOf(id, key, bindings.get());
    setRefused(refusal);
    if (refusal !== null) return;
    bind(id, key);
    onBound(key);
  };
  const take = (stroke: string) => {
    // Nothing can follow a key with Ctrl or ⌘, nor one that acts by itself already.
    if (taking !== null && taking !== '') finish(`${taking} ${stroke}`);
    else if (isChord(stroke) || isTaken(id, stroke)) finish(stroke);
    else {
      setTaking(stroke);
      timer.current = window.setTimeout(() => finish(stroke), PAIR_MS);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (taking === null || event.repeat) return;
    const stroke = strokeOf(event.nativeEvent);
    if (event.key === 'Escape') stop();
    else if (stroke !== null) take(stroke);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onClick = (event: MouseEvent<HTMLButtonElement>) => {
    // Safari gives a button that is clicked no focus, and with it no keys.
    event.currentTarget.focus();
    setRefused(null);
    setTaking('');
  };
  return { taking, refused, forget: () => setRefused(null), button: { onClick, onKeyDown, onBlur: stop } };
}

/** Does the key act alone, so that no pair can begin with it? */
function isTaken(id: ActionId, stroke: string): boolean {
  const refusal = refusalOf(id, stroke, bindings.get());
  return refusal?.why === 'taken' && keyOf(refusal.by, bindings.get()) === stroke;
}
