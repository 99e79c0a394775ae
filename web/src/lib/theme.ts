import { keep, local, readKept, whenKept } from './storage';
import { Store } from './store';

export type Theme = 'dark' | 'light';
export type ThemeChoice = Theme | 'system';

/** `public/theme.js` has set it before first paint, from the same key. */
const KEY = 'tg.theme';
const DENSITY_KEY = 'tg.density';

function shown(): Theme {
  return document.documentElement.dataset.theme === 'light' ? 'light' : 'dark';
}

function choice(): ThemeChoice {
  const kept = readKept(local, KEY);
  return kept === 'light' || kept === 'system' ? kept : 'dark';
}

/** What is shown now. */
export const theme = new Store<Theme>(shown());
/** What was chosen. */
export const themeChoice = new Store<ThemeChoice>(choice());

const light = typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: light)') : null;

function show(next: Theme): void {
  document.documentElement.dataset.theme = next;
  theme.set(next);
}

export function setTheme(next: ThemeChoice): void {
  keep(local, KEY, next);
  followTheme(next);
}

function followTheme(next: ThemeChoice): void {
  themeChoice.set(next);
  show(next === 'system' ? (light?.matches === true ? 'light' : 'dark') : next);
}

light?.addEventListener('change', () => {
  if (themeChoice.get() === 'system') followTheme('system');
});

export type Density = 'comfortable' | 'compact';

function keptDensity(): Density {
  return readKept(local, DENSITY_KEY) === 'compact' ? 'compact' : 'comfortable';
}

export const density = new Store<Density>(keptDensity());

export function setDensity(next: Density): void {
  keep(local, DENSITY_KEY, next === 'compact' ? next : null);
  followDensity(next);
}

function followDensity(next: Density): void {
  if (next === 'compact') document.documentElement.dataset.density = next;
  else delete document.documentElement.dataset.density;
  density.set(next);
}

whenKept((key) => {
  if (key === null || key === KEY) followTheme(choice());
  if (key === null || key === DENSITY_KEY) followDensity(keptDensity());
});
