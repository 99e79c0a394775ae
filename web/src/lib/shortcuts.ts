import { useEffect, useRef } from 'react';
import { type ActionId, bindings, keyOf, repeats, singleKeys } from './bindings';
import { isChord, strokeOf } from './strokes';

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

type Handlers = Readonly<Partial<Record<ActionId, () => void>>>;

/** The mounted parts of the page that take keys; of two for one action the later one acts. */
const mounted = new Set<{ readonly current: Handlers }>();
const escapes = new Set<{ readonly current: () => void }>();

/** How long the second key of a pair may take. */
const PAIR_MS = 1_200;
let first: { readonly stroke: string; readonly at: number } | null = null;

/** The action that a key stands for on this page; `more` where it begins a pair. */
function actionFor(key: string): ActionId | 'more' | null {
  const chosen = bindings.get();
  let more = false;
  for (const { current } of mounted) {
    for (const id of Object.keys(current) as ActionId[]) {
      const own = keyOf(id, chosen);
      if (own === key) return id;
      if (own.startsWith(`${key} `)) more = true;
    }
  }
  return more ? 'more' : null;
}

function run(id: ActionId): void {
  for (const { current } of [...mounted].reverse()) {
    const handler = current[id];
    if (handler === undefined) continue;
    handler();
    return;
  }
}

function onEscape(event: KeyboardEvent): void {
  const last = [...escapes].at(-1);
  if (last === undefined || event.ctrlKey || event.metaKey || event.altKey || inField(event.target) || floating())
    return;
  event.preventDefault();
  last.current();
}

function onKey(event: KeyboardEvent): void {
  if (event.isComposing || event.defaultPrevented) return;
  if (event.key === 'Escape') {
    onEscape(event);
    return;
  }
  const stroke = strokeOf(event);
  if (stroke === null) return;
  const chord = isChord(stroke);
  // Ctrl or ⌘ writes nothing, so it acts while one writes, and for those who have letters switched off.
  if (!chord && (inField(event.target) || !singleKeys.get())) return;
  const before = first !== null && Date.now() - first.at < PAIR_MS ? `${first.stroke} ` : '';
  first = null;
  const action = actionFor(`${before}${stroke}`);
  // Over a dialog or a menu only the palette opens, and the same key closes it.
  if (action === null || (floating() && !(chord && action === 'app.palette'))) return;
  event.preventDefault();
  if (action === 'more') first = { stroke, at: Date.now() };
  else if (!event.repeat || repeats(action)) run(action);
}

function useMounted<T>(set: Set<{ readonly current: T }>, value: T): void {
  const current = useRef(value);
  useEffect(() => {
    current.current = value;
  });
  useEffect(() => {
    if (mounted.size + escapes.size === 0) window.addEventListener('keydown', onKey);
    set.add(current);
    return () => {
      set.delete(current);
      if (mounted.size + escapes.size === 0) window.removeEventListener('keydown', onKey);
    };
  }, [set]);
}

/** Runs actions by their keys, outside fields, menus and dialogs, while the caller is on the page. */
export function useShortcuts(handlers: Handlers): void {
  useMounted(mounted, handlers);
}

/** Runs on Escape outside fields, menus and dialogs; the latest caller's turn it is. */
export function useEscape(run: () => void): void {
  useMounted(escapes, run);
}
