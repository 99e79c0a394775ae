import { keep, local, readKept, whenKept } from './storage';
import { Store } from './store';
import { isBrowsersOwn } from './strokes';

/** Where a shortcut acts. Two of one place must not have the same key. */
type Scope = 'everywhere' | 'inbox' | 'comments';

type Action = {
  readonly scope: Scope;
  /** `g i` is one key after the other, `Mod+k` one together with Ctrl or ⌘. */
  readonly key: string;
  /** Goes on while the key is held down. */
  readonly repeats?: true;
  /** Leads where only admins may go. */
  readonly admin?: true;
};

/** Everything that has a key, with the one it has from the start. */
export const ACTIONS = {
  'chat.next': { scope: 'inbox', key: 'j', repeats: true },
  'chat.previous': { scope: 'inbox', key: 'k', repeats: true },
  'chat.reply': { scope: 'inbox', key: 'r' },
  'chat.note': { scope: 'inbox', key: 'n' },
  'chat.resolve': { scope: 'inbox', key: 'e' },
  'chat.snooze': { scope: 'inbox', key: 's' },
  'chat.assign': { scope: 'inbox', key: 'a' },
  'chat.label': { scope: 'inbox', key: 'l' },
  'comment.next': { scope: 'comments', key: 'j', repeats: true },
  'comment.previous': { scope: 'comments', key: 'k', repeats: true },
  'comment.reply': { scope: 'comments', key: 'r' },
  'comment.hide': { scope: 'comments', key: 'h' },
  'comment.choose': { scope: 'comments', key: 'x' },
  'app.palette': { scope: 'everywhere', key: 'Mod+k' },
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
  'go.accounts': { scope: 'everywhere', key: 'g a', admin: true },
  'go.deliveries': { scope: 'everywhere', key: 'g d', admin: true },
  'go.people': { scope: 'everywhere', key: 'g p', admin: true },
  'go.settings': { scope: 'everywhere', key: 'g s' },
} as const satisfies Record<string, Action>;

export type ActionId = keyof typeof ACTIONS;
export type Bindings = Readonly<Partial<Record<ActionId, string>>>;

export const ACTION_IDS = Object.keys(ACTIONS) as ActionId[];
export const SCOPES = ['inbox', 'comments', 'everywhere'] as const satisfies readonly Scope[];

const actionOf = (id: ActionId): Action => ACTIONS[id];

/** The actions of one place, for somebody of this role. */
export function actionsOf(scope: Scope, role: string): readonly ActionId[] {
  return ACTION_IDS.filter((id) => {
    const action = actionOf(id);
    return action.scope === scope && (action.admin !== true || role === 'admin');
  });
}

export function repeats(id: ActionId): boolean {
  return actionOf(id).repeats === true;
}

const ON_KEY = 'tg.singleKeys';
const BINDINGS_KEY = 'tg.keys';

/** Whose keys these are: people share a computer, not their habits. */
let person = '';
const own = (key: string): string => (person === '' ? key : `${key}.${person}`);

/** Whether single letters act. Some people's tools type letters for them (WCAG 2.1.4). */
export const singleKeys = new Store<boolean>(true);

/** The keys that a person has chosen; an action that is not in it has its own. */
export const bindings = new Store<Bindings>({});

function readOwn(): void {
  singleKeys.set(readKept(local, own(ON_KEY)) !== 'off');
  bindings.set(readBindings(readKept(local, own(BINDINGS_KEY))));
}

/** Takes up the keys of the person who is logged in. */
export function takeKeysOf(id: string): void {
  person = id;
  readOwn();
}

whenKept((key) => {
  if (key === null || key === own(ON_KEY) || key === own(BINDINGS_KEY)) readOwn();
});

export function setSingleKeys(on: boolean): void {
  keep(local, own(ON_KEY), on ? null : 'off');
  singleKeys.set(on);
}

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

/** Do both act in one place, so that they need different keys? */
function meet(a: ActionId, b: ActionId): boolean {
  const [one, other]: [Scope, Scope] = [ACTIONS[a].scope, ACTIONS[b].scope];
  return one === other || one === 'everywhere' || other === 'everywhere';
}

/** A key that begins a pair is never reached by itself, nor is the pair once the key acts alone. */
function clash(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other} `) || other.startsWith(`${one} `);
}

/** The action that already has this key where `id` acts, or null. */
export function conflictOf(id: ActionId, key: string, chosen: Bindings): ActionId | null {
  return ACTION_IDS.find((other) => other !== id && meet(id, other) && clash(key, keyOf(other, chosen))) ?? null;
}

/** Why an action cannot have a key; null where it can. */
export type Refusal = { readonly why: 'browser' } | { readonly why: 'taken'; readonly by: ActionId };

export function refusalOf(id: ActionId, key: string, chosen: Bindings): Refusal | null {
  if (isBrowsersOwn(key)) return { why: 'browser' };
  const by = conflictOf(id, key, chosen);
  return by === null ? null : { why: 'taken', by };
}

/** Each with the key of the other; null where a third action stands in the way. */
export function swapped(id: ActionId, other: ActionId, chosen: Bindings): Bindings | null {
  const next = { ...chosen, [id]: keyOf(other, chosen), [other]: keyOf(id, chosen) };
  const free = [id, other].every((one) => conflictOf(one, keyOf(one, next), next) === null);
  return free ? next : null;
}

/** Keeps which keys are chosen; an action's own one is not written down. */
export function setBindings(chosen: Bindings): void {
  const entries = ACTION_IDS.flatMap((id) => {
    const key = keyOf(id, chosen);
    return key === ACTIONS[id].key ? [] : [[id, key]];
  });
  const next: Bindings = Object.fromEntries(entries);
  keep(local, own(BINDINGS_KEY), entries.length === 0 ? null : JSON.stringify(next));
  bindings.set(next);
}

/** Gives an action another key; its own one when `key` is null. */
export function bind(id: ActionId, key: string | null): void {
  setBindings({ ...bindings.get(), [id]: key ?? ACTIONS[id].key });
}

export function unbindAll(): void {
  setBindings({});
}
