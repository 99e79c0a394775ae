import { afterEach, expect, it } from 'vitest';
import {
  ACTION_IDS,
  ACTIONS,
  actionsOf,
  bind,
  bindings,
  conflictOf,
  readBindings,
  refusalOf,
  setSingleKeys,
  singleKeys,
  swapped,
  takeKeysOf,
  unbindAll,
} from './bindings';

afterEach(() => {
  localStorage.clear();
  takeKeysOf('');
});

it('has no two actions on one key from the start', () => {
  expect(ACTION_IDS.filter((id) => conflictOf(id, ACTIONS[id].key, {}) !== null)).toEqual([]);
});

it('says which action has a key already', () => {
  expect(conflictOf('chat.next', 'e', {})).toBe('chat.resolve');
  // The comments' own keys are free in the inbox.
  expect(conflictOf('chat.next', 'x', {})).toBe(null);
  expect(conflictOf('chat.next', 'g', {})).toBe('go.inbox');
  expect(conflictOf('chat.next', '/', {})).toBe('list.search');
});

it('reads nothing that it does not know', () => {
  expect(readBindings('{"chat.next":"n","no.such":"x","chat.note":7}')).toEqual({ 'chat.next': 'n' });
  expect(readBindings('not json')).toEqual({});
  expect(readBindings('null')).toEqual({});
});

it('keeps its hands off what the browser needs', () => {
  expect(refusalOf('chat.next', 'Mod+c', {})).toEqual({ why: 'browser' });
  expect(refusalOf('chat.next', 'Mod+k', {})).toEqual({ why: 'taken', by: 'app.palette' });
  expect(refusalOf('chat.next', 'Mod+e', {})).toBe(null);
});

it('swaps two keys unless a third action stands in the way', () => {
  expect(swapped('chat.next', 'chat.resolve', {})).toEqual({ 'chat.next': 'e', 'chat.resolve': 'j' });
  // The comments have their own “j”, so the search cannot have it.
  expect(swapped('chat.next', 'list.search', {})).toBe(null);
});

it('holds the keys of each person apart', () => {
  takeKeysOf('ines');
  bind('chat.next', 'w');
  setSingleKeys(false);
  takeKeysOf('tom');
  expect([bindings.get(), singleKeys.get()]).toEqual([{}, true]);
  takeKeysOf('ines');
  expect([bindings.get(), singleKeys.get()]).toEqual([{ 'chat.next': 'w' }, false]);
});

it('follows what another page of the same person changes', () => {
  takeKeysOf('ines');
  localStorage.setItem('tg.keys.ines', '{"chat.next":"w"}');
  window.dispatchEvent(new StorageEvent('storage', { key: 'tg.keys.ines' }));
  expect(bindings.get()).toEqual({ 'chat.next': 'w' });
});

it('writes down only what was chosen', () => {
  bind('chat.next', 'w');
  bind('chat.next', 'j');
  expect(localStorage.getItem('tg.keys')).toBe(null);
  bind('chat.next', 'w');
  unbindAll();
  expect(bindings.get()).toEqual({});
});

it('offers admins’ screens to admins alone', () => {
  expect(actionsOf('everywhere', 'admin')).toContain('go.people');
  expect(actionsOf('everywhere', 'agent')).not.toContain('go.people');
});
