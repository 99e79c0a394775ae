import { keep, local } from './storage';
import { Store } from './store';

export type Theme = 'dark' | 'light';

/** `public/theme.js` has set it before first paint, from the same key. */
const KEY = 'tg.theme';

function shown(): Theme {
  return document.documentElement.dataset.theme === 'light' ? 'light' : 'dark';
}

export const theme = new Store<Theme>(shown());

export function setTheme(next: Theme): void {
  document.documentElement.dataset.theme = next;
  keep(local, KEY, next);
  theme.set(next);
}
