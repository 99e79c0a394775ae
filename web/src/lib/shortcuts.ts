import { useEffect, useRef } from 'react';
import { keep, local, readKept } from './storage';
import { Store } from './store';

/** Where a shortcut acts. Two of one place must not have the same key. */
type Scope = 'everywhere' | 'inbox' | 'comments';

type Action = { readonly scope: Scope; readonly key: string };

/** Everything that has a key, with the one it has from the start; `g i` is one key after the other. */
export const ACTIONS = {
  'chat.next': { scope: 'inbox', key: 'j' },
  'chat.previous': { scope: 'inbox', key: 'k' },
  'chat.reply': { scope: 'inbox', key: 'r' },
  'chat.note': { scope: 'inbox', key: 'n' },
  'chat.resolve': { scope: 'inbox', key: 'e' },
  'chat.snooze': { scope: 'inbox', key: 's' },
  'chat.assign': { scope: 'inbox', key: 'a' },
  'chat.label': { scope: 'inbox', key: 'l' },
  'comment.next': { scope: 'comments', key: 'j' },
  'comment.previous': { scope: 'comments', key: 'k' },
  'comment.reply': { scope: 'comments', key: 'r' },
  'comment.hide': { scope: 'comments', key: 'h' },
  'comment.choose': { scope: 'comments', key: 'x' },
  'list.search': { scope: 'everywhere', key: '/' },
  'app.help': { scope: 'everywhere', key: '?' },
  'go.inbox': { scope: 'everywhere', key: 'g i' },
  'go.mine': { scope: 'everywhere', key: 'g m' },
  'go.soon': { scope: 'everywhere', key: 'g e' },
  'go.comments': { scope: 'everywhere', key: 'g c' },
  'go.mentions': { scope: 'everywhere', key: 'g @' },
  'go.templates': { scope: 'everywhere', key: 'g t' },
  'go.insights': { scope: 'everywhere', key: 'g n' },
  'go.conversions': { scope: 'everywhere', key: 'g v' },
  'go.reports': { scope: 'everywhere', key: 'g r' },
  'go.accounts': { scope: 'everywhere', key: 'g a' },
  'go.deliveries': { scope: 'everywhere', key: 'g d' },
  'go.people': { scope: 'everywhere', key: 'g p' },
  'go.settings': { scope: 'everywhere', key: 'g s' },
} as const satisfies Record<string, Action>;

export type ActionId = keyof typeof ACTIONS;
export type Bindings = Readonly<Partial<Record<ActionId, string>>>;

export const ACTION_IDS = Object.keys(ACTIONS) as ActionId[];

const ON_KEY = 'tg.singleKeys';
const BINDINGS_KEY = 'tg.keys';

/** Whether single letters act. Some people's tools type letters for them (WCAG 2.1.4). */
export const singleKeys = new Store<boolean>(readKept(local, ON_KEY) !== 'off');

export function setSingleKeys(on: boolean): void {
  keep(local, ON_KEY, on ? null : 'off');
  singleKeys.set(on);
}

/** The keys that a person has chosen; an action that is not in it has its own. */
export const bindings = new Store<Bindings>(readBindings(readKept(local, BINDINGS_KEY)));

/** Reads what another version, or a person, may have written there. */
export function readBindings(text: string | null): Bindings {
  try {
    const kept: unknown = JSON.parse(text ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    return Object.fromEntries(
      Object.entries(kept).filter(([id, key]) => id in ACTIONS && typeof key === 'string' && key !== ''),
    );
  } catch {
    return {};
  }
}

export function keyOf(id: ActionId, chosen: Bindings): string {
  return chosen[id] ?? ACTIONS[id].key;
}

/** The action that already has this key where `id` acts, or null. */
export function conflictOf(id: ActionId, key: string, chosen: Bindings): ActionId | null {
  const clash = (other: ActionId): boolean => {
    const [a, b]: [Scope, Scope] = [ACTIONS[id].scope, ACTIONS[other].scope];
    if (a !== b && a !== 'everywhere' && b !== 'everywhere') return false;
    const taken = keyOf(other, chosen);
    // A key that begins a pair is never reached by itself, nor is the pair once the key acts alone.
    return taken === key || taken.startsWith(`${key} `) || key.startsWith(`${taken} `);
  };
  return ACTION_IDS.find((other) => other !== id && clash(other)) ?? null;
}

/** Gives an action another key; its own one when `key` is null. */
export function bind(id: ActionId, key: string | null): void {
  const { [id]: _, ...rest } = bindings.get();
  const next: Bindings = key === null || key === ACTIONS[id].key ? rest : { ...rest, [id]: key };
  keep(local, BINDINGS_KEY, Object.keys(next).length === 0 ? null : JSON.stringify(next));
  bindings.set(next);
}

export function unbindAll(): void {
  keep(local, BINDINGS_KEY, null);
  bindings.set({});
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

type Handlers = Readonly<Partial<Record<ActionId, () => void>>>;

/** The mounted parts of the page that take keys; of two for one action the later one acts. */
const mounted = new Set<{ readonly current: Handlers }>();
const escapes = new Set<{ readonly current: () => void }>();

/** How long the second key of a pair may take. */
const PAIR_MS = 1_200;
let first: { readonly key: string; readonly at: number } | null = null;

function handlerFor(key: string): (() => void) | 'more' | null {
  const chosen = bindings.get();
  let more = false;
  for (const { current } of [...mounted].reverse()) {
    for (const id of Object.keys(current) as ActionId[]) {
      const own = keyOf(id, chosen);
      if (own === key) return current[id] ?? null;
      if (own.startsWith(`${key} `)) more = true;
    }
  }
  return more ? 'more' : null;
}

function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  if (inField(event.target) || floating()) return;
  if (event.key === 'Escape') {
    const last = [...escapes].at(-1);
    if (last === undefined) return;
    event.preventDefault();
    last.current();
    return;
  }
  if (!singleKeys.get() || event.key.length > 1) return;
  const before = first !== null && Date.now() - first.at < PAIR_MS ? `${first.key} ` : '';
  first = null;
  const run = handlerFor(`${before}${event.key}`);
  if (run === null) return;
  event.preventDefault();
  if (run === 'more') first = { key: event.key, at: Date.now() };
  else run();
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
