/** A pane that was hidden is laid out, and a virtual list filled, within a few frames. */
const FRAMES = 12;

/** Below this width one pane replaces another, and the focus has to go along instead of being lost with it. */
export function onePaneAtATime(): boolean {
  return matchMedia('(max-width: 47.5rem)').matches;
}

/** Focuses an element as soon as it is there. */
export function focusSoon(find: () => HTMLElement | null, frames = FRAMES): void {
  const element = find();
  if (element !== null && element.offsetParent !== null) element.focus();
  else if (frames > 0) requestAnimationFrame(() => focusSoon(find, frames - 1));
}
