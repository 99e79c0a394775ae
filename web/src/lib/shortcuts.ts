import { useEffect, useRef } from 'react';
import { keep, local, readKept } from './storage';
import { Store } from './store';

const KEY = 'tg.singleKeys';

/** Whether single letters act. Some people's tools type letters for them (WCAG 2.1.4). */
export const singleKeys = new Store<boolean>(readKept(local, KEY) !== 'off');

export function setSingleKeys(on: boolean): void {
  keep(local, KEY, on ? null : 'off');
  singleKeys.set(on);
}

/** Is the person writing, so that letters are letters? */
function inField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}

function floating(): boolean {
  return document.querySelector('[role="dialog"], [role="menu"]') !== null;
}

/** Runs for a single key pressed outside fields, menus and dialogs. */
export function useSingleKeys(handlers: Readonly<Record<string, () => void>>): void {
  const current = useRef(handlers);
  useEffect(() => {
    current.current = handlers;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
      const run = current.current[event.key];
      if (run === undefined || !plain || event.defaultPrevented) return;
      if (event.key !== 'Escape' && !singleKeys.get()) return;
      if (inField(event.target) || floating()) return;
      event.preventDefault();
      run();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
