import { fireEvent, renderHook } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  ACTION_IDS,
  ACTIONS,
  bind,
  conflictOf,
  readBindings,
  setSingleKeys,
  unbindAll,
  useShortcuts,
} from './shortcuts';

afterEach(() => {
  unbindAll();
  setSingleKeys(true);
});

function setUp() {
  const next = vi.fn();
  const inbox = vi.fn();
  const { unmount } = renderHook(() => useShortcuts({ 'chat.next': next, 'go.inbox': inbox }));
  const field = document.body.appendChild(document.createElement('input'));
  const press = (key: string, target: Element = document.body) => fireEvent.keyDown(target, { key });
  return { next, inbox, press, field, unmount };
}

describe('shortcuts', () => {
  it('act outside fields, and not once they are switched off or gone', () => {
    const { next, press, field, unmount } = setUp();
    press('j', field);
    expect(next).not.toHaveBeenCalled();
    press('j');
    expect(next).toHaveBeenCalledTimes(1);
    setSingleKeys(false);
    press('j');
    setSingleKeys(true);
    unmount();
    press('j');
    expect(next).toHaveBeenCalledTimes(1);
  });

  it('take one key after the other', () => {
    const { inbox, press } = setUp();
    press('i');
    press('g');
    press('x');
    press('i');
    expect(inbox).not.toHaveBeenCalled();
    press('g');
    press('i');
    expect(inbox).toHaveBeenCalledTimes(1);
  });

  it('follow the key that was chosen', () => {
    const { next, press } = setUp();
    bind('chat.next', 'n');
    press('j');
    expect(next).not.toHaveBeenCalled();
    press('n');
    expect(next).toHaveBeenCalledTimes(1);
    bind('chat.next', null);
    press('j');
    expect(next).toHaveBeenCalledTimes(2);
  });
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
