import type { Delivery } from '@/api/types';
import type { Node } from './body';

/** Where an element stands in the body set out, and where the id of its account does. */
export type Place = { readonly first: number; readonly last: number; readonly account: Account | null };
type Account = { readonly line: number; readonly id: string };

/** The lists of an entry whose items are elements. */
const LISTS = new Set(['messaging', 'standby', 'changes']);

/** The elements in the order in which the server counts them. */
export function elementsOf(root: Node): readonly Place[] {
  const entries = root.children.filter((child) => child.key === 'entry').flatMap((child) => items(child.node));
  // A sample of Meta's app dashboard stands for itself.
  if (entries.length === 0) return [place(root, null)];
  return entries.flatMap(ofEntry);
}

function ofEntry(entry: Node): readonly Place[] {
  const id = entry.children.findLast((child) => child.key === 'id' && child.node.value !== '')?.node;
  const account = id === undefined ? null : { line: id.first, id: id.value };
  const lists = entry.children.filter((child) => LISTS.has(child.key) && !isNull(child.node));
  const found = lists.flatMap((child) => items(child.node).map((node) => place(node, account)));
  // The flat form: the entry itself is the change.
  const flat = entry.children.some((child) => child.key === 'field' && !isNull(child.node));
  const known = entry.children.some((child) => LISTS.has(child.key));
  return flat || !known ? [...found, place(entry, account)] : found;
}

/** One value counts as a list of one. */
function items(node: Node): readonly Node[] {
  if (isNull(node)) return [];
  return node.kind === 'list' ? node.children.map((child) => child.node) : [node];
}

function isNull(node: Node): boolean {
  return node.kind === 'word' && node.value === 'null';
}

function place({ first, last }: Node, account: Account | null): Place {
  return { first, last, account };
}

export type Mark = {
  readonly first: number;
  readonly last: number;
  readonly outcome: 'quarantined' | 'parked' | 'unsupported';
  /** The element's number, as it is told. */
  readonly number: number;
};

const MARKED = ['quarantined', 'parked', 'unsupported'] as const;

/** The lines of elements that something is amiss with; of a parked one, the id that nobody knows. */
export function marksOf(elements: readonly Place[], items: Delivery['items']): readonly Mark[] {
  // Counted differently, a mark would accuse the wrong one.
  if (elements.length !== items.length) return [];
  return items.flatMap((item) => {
    const outcome = MARKED.find((one) => one === item.outcome);
    const element = elements[item.index];
    if (outcome === undefined || element === undefined) return [];
    const { account, first, last } = element;
    const unknown = outcome === 'parked' && account !== null && account.id === item.account_id;
    return [{ outcome, number: item.index + 1, ...(unknown ? lineOf(account) : { first, last }) }];
  });
}

function lineOf({ line }: Account): { readonly first: number; readonly last: number } {
  return { first: line, last: line };
}

type Spot = { readonly line: number; readonly column: number };

/** The place that a reason names, as in “not JSON: expected value at line 1 column 37”, counted from 1. */
export function placeIn(reason: string | null): Spot | null {
  const found = /at line (\d+) column (\d+)$/.exec(reason ?? '');
  if (reason === null || found === null) return null;
  // At the end of the input the last byte is named, which is not to blame.
  return { line: Number(found[1]), column: Number(found[2]) + (reason.includes('EOF') ? 1 : 0) };
}

/** Cuts a text at a place that is counted in bytes, as the server does it. */
export function cutAt(text: string, { line, column }: Spot): readonly [string, string] {
  const lines = text.split('\n');
  const before = lines.slice(0, line - 1).reduce((length, one) => length + one.length + 1, 0);
  const bytes = new TextEncoder().encode(lines[line - 1] ?? '');
  const within = new TextDecoder().decode(bytes.slice(0, Math.max(0, column - 1)));
  const at = Math.min(text.length, before + within.length);
  return [text.slice(0, at), text.slice(at)];
}
