/** Which key the operating system calls the command key, and draws as ⌘. */
export const MAC = typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.userAgent);

/** Before a key that is pressed together with Ctrl, or with ⌘ on a Mac. */
const MOD = 'Mod+';

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'getModifierState'>;

/** What the keys that matter here would give on an American keyboard, alone and with Shift. */
const AMERICAN: Readonly<Record<string, string>> = { Slash: '/?', Digit2: '2@' };

/**
 * One press as it is kept: `j`, `?`, `Mod+k`; null for what is not a character. A capital letter was pressed with Shift,
 * whatever Caps Lock says.
 */
export function strokeOf(event: Pressed, mac = MAC): string | null {
  const altGraph = event.getModifierState('AltGraph');
  // Windows tells of Ctrl and Alt as well when AltGr writes a character.
  const mod = (event.ctrlKey || event.metaKey) && !altGraph;
  const alt = event.altKey || altGraph;
  const character = characterOf(event, alt);
  if (character === null) return null;
  if (event.altKey && !altGraph && (!mac || mod || /[\p{L}\p{N}]/u.test(character))) return null;
  return `${mod ? MOD : ''}${character}`;
}

function characterOf({ key, code, shiftKey }: Pressed, alt: boolean): string | null {
  // Arabic or Hindi letters: the keys are known by their place, for the shortcuts are Latin ones.
  if (!alt && /^\P{ASCII}/u.test(key) && !/^\p{Script=Latin}/u.test(key)) {
    const american = /^Key[A-Z]$/.test(code) ? `${code.slice(3).toLowerCase()}${code.slice(3)}` : AMERICAN[code];
    if (american !== undefined) return american.charAt(shiftKey ? 1 : 0);
  }
  if (key.length !== 1 || key === ' ') return null;
  if (!/^\p{L}$/u.test(key)) return key;
  return shiftKey ? key.toLocaleUpperCase('en') : key.toLocaleLowerCase('en');
}

/** Does it take Ctrl or ⌘? Such a key writes nothing, so it acts in fields too. */
export function isChord(key: string): boolean {
  return key.startsWith(MOD);
}

/** Ctrl with these copies, prints, closes the page, and so on: browsers and fields need them. */
const BROWSERS_OWN = 'acflnpqrtvwxyz0123456789+-';

export function isBrowsersOwn(key: string): boolean {
  return isChord(key) && BROWSERS_OWN.includes(key.slice(MOD.length).toLowerCase());
}

/** A key as it is drawn, one cap for each press. */
export function capsOf(key: string, mac = MAC): readonly string[] {
  return key.split(' ').map((stroke) => {
    const chord = isChord(stroke);
    const character = chord ? stroke.slice(MOD.length) : stroke;
    const capital = character.toLocaleUpperCase('en');
    const shift = character === capital && capital !== character.toLocaleLowerCase('en') ? '⇧' : '';
    if (!chord) return `${shift}${capital}`;
    return mac ? `${shift}⌘${capital}` : ['Ctrl', shift, capital].filter((part) => part !== '').join(' ');
  });
}

/** The same for screen readers, in the words of `aria-keyshortcuts`; a pair of presses has none. */
export function ariaKeysOf(key: string): string | undefined {
  if (key.includes(' ')) return undefined;
  if (!isChord(key)) return key;
  const character = key.slice(MOD.length);
  const shift = character !== character.toLocaleLowerCase('en') ? 'Shift+' : '';
  const capital = character.toLocaleUpperCase('en');
  return `Control+${shift}${capital} Meta+${shift}${capital}`;
}
