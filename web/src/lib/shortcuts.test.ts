import { fireEvent, renderHook } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { bind, setSingleKeys, unbindAll } from './bindings';
import { useShortcuts } from './shortcuts';

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

  it('with Ctrl act in fields, over the palette, and when letters are switched off', () => {
    const palette = vi.fn();
    const { next, field } = setUp();
    renderHook(() => useShortcuts({ 'app.palette': palette }));
    setSingleKeys(false);
    bind('chat.next', 'Mod+e');
    fireEvent.keyDown(field, { key: 'e', code: 'KeyE', ctrlKey: true });
    expect(next).toHaveBeenCalledTimes(1);
    const dialog = document.body.appendChild(document.createElement('div'));
    dialog.setAttribute('role', 'dialog');
    fireEvent.keyDown(field, { key: 'e', code: 'KeyE', ctrlKey: true });
    fireEvent.keyDown(field, { key: 'k', code: 'KeyK', metaKey: true });
    dialog.remove();
    expect(next).toHaveBeenCalledTimes(1);
    expect(palette).toHaveBeenCalledTimes(1);
  });

  it('go on while a key is held only where one moves', () => {
    const resolve = vi.fn();
    const { next } = setUp();
    renderHook(() => useShortcuts({ 'chat.resolve': resolve }));
    for (const repeat of [false, true, true]) {
      fireEvent.keyDown(document.body, { key: 'e', repeat });
      fireEvent.keyDown(document.body, { key: 'j', repeat });
    }
    expect(resolve).toHaveBeenCalledTimes(1);
    expect(next).toHaveBeenCalledTimes(3);
  });
});
