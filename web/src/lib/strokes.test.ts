import { describe, expect, it } from 'vitest';
import { ariaKeysOf, capsOf, isBrowsersOwn, strokeOf } from './strokes';

type Held = { ctrl?: boolean; meta?: boolean; alt?: boolean; shift?: boolean; altGraph?: boolean; mac?: boolean };

function stroke(key: string, code: string, held: Held = {}): string | null {
  const event = {
    key,
    code,
    ctrlKey: held.ctrl === true,
    metaKey: held.meta === true,
    altKey: held.alt === true,
    shiftKey: held.shift === true,
    getModifierState: (name: string) => name === 'AltGraph' && held.altGraph === true,
  };
  return strokeOf(event, held.mac === true);
}

describe('a press', () => {
  it('is its character, with Ctrl or ⌘ said before it', () => {
    expect(stroke('j', 'KeyJ')).toBe('j');
    expect(stroke('?', 'Slash', { shift: true })).toBe('?');
    expect(stroke('k', 'KeyK', { ctrl: true })).toBe('Mod+k');
    expect(stroke('k', 'KeyK', { meta: true, mac: true })).toBe('Mod+k');
    expect(stroke('K', 'KeyK', { ctrl: true, shift: true })).toBe('Mod+K');
    expect(stroke('Enter', 'Enter', { ctrl: true })).toBe(null);
    expect(stroke(' ', 'Space')).toBe(null);
  });

  it('does not mind Caps Lock', () => {
    expect(stroke('J', 'KeyJ')).toBe('j');
    expect(stroke('j', 'KeyJ', { shift: true })).toBe('J');
  });

  it('is a character that AltGr or Option writes, and nothing where Alt is a command', () => {
    expect(stroke('@', 'KeyQ', { ctrl: true, alt: true, altGraph: true })).toBe('@');
    expect(stroke('@', 'KeyL', { alt: true, mac: true })).toBe('@');
    expect(stroke('/', 'Slash', { alt: true })).toBe(null);
    expect(stroke('∆', 'KeyJ', { alt: true, altGraph: true, mac: true })).toBe('∆');
    expect(stroke('å', 'KeyA', { alt: true, mac: true })).toBe(null);
  });

  it('is known by its place on an Arabic or Hindi keyboard', () => {
    expect(stroke('ت', 'KeyJ')).toBe('j');
    expect(stroke('ن', 'KeyK', { ctrl: true })).toBe('Mod+k');
    expect(stroke('ظ', 'Slash')).toBe('/');
    expect(stroke('؟', 'Slash', { shift: true })).toBe('?');
    expect(stroke('लू', 'KeyN')).toBe('n');
    // A Latin letter is what it says, wherever it stands.
    expect(stroke('é', 'Digit2')).toBe('é');
  });
});

it('is drawn as it is printed on the keys', () => {
  expect(capsOf('g i', false)).toEqual(['G', 'I']);
  expect(capsOf('J', false)).toEqual(['⇧J']);
  expect(capsOf('?', false)).toEqual(['?']);
  expect(capsOf('Mod+k', false)).toEqual(['Ctrl K']);
  expect(capsOf('Mod+K', false)).toEqual(['Ctrl ⇧ K']);
  expect(capsOf('Mod+k', true)).toEqual(['⌘K']);
});

it('is told to screen readers in their own words', () => {
  expect(ariaKeysOf('Mod+k')).toBe('Control+K Meta+K');
  expect(ariaKeysOf('j')).toBe('j');
  expect(ariaKeysOf('g i')).toBe(undefined);
});

it('leaves the browser what it needs', () => {
  expect(['Mod+c', 'Mod+V', 'Mod+w'].every(isBrowsersOwn)).toBe(true);
  expect(['Mod+k', 'c', 'Mod+e'].some(isBrowsersOwn)).toBe(false);
});
