import { keep, local, readKept, whenKept } from './storage';
import { Store } from './store';

/** What a person wants to be told of while they look elsewhere. */
export type NotifyPrefs = {
  readonly desktop: boolean;
  readonly sound: boolean;
  /** Only chats that are theirs. */
  readonly onlyMine: boolean;
  /** The words of the message, which others at the desk may read. */
  readonly showText: boolean;
  /** From and to, minutes after midnight in the person's zone; it may go over midnight. */
  readonly quiet: { readonly from: number; readonly to: number } | null;
};

export const DEFAULT_PREFS: NotifyPrefs = {
  desktop: false,
  sound: false,
  onlyMine: false,
  showText: true,
  quiet: null,
};

const KEY = 'tg.notify';
const DAY_MINUTES = 24 * 60;

/** Reads what another version may have kept. */
export function readPrefs(text: string | null): NotifyPrefs {
  try {
    const kept: unknown = JSON.parse(text ?? '{}');
    if (typeof kept !== 'object' || kept === null) return DEFAULT_PREFS;
    const { desktop, sound, onlyMine, showText, quiet } = kept as Record<string, unknown>;
    const flag = (value: unknown, otherwise: boolean) => (typeof value === 'boolean' ? value : otherwise);
    return {
      desktop: flag(desktop, DEFAULT_PREFS.desktop),
      sound: flag(sound, DEFAULT_PREFS.sound),
      onlyMine: flag(onlyMine, DEFAULT_PREFS.onlyMine),
      showText: flag(showText, DEFAULT_PREFS.showText),
      quiet: readQuiet(quiet),
    };
  } catch {
    return DEFAULT_PREFS;
  }
}

function readQuiet(value: unknown): NotifyPrefs['quiet'] {
  if (typeof value !== 'object' || value === null) return null;
  const { from, to } = value as Record<string, unknown>;
  const minute = (one: unknown): one is number => typeof one === 'number' && one >= 0 && one < DAY_MINUTES;
  return minute(from) && minute(to) ? { from, to } : null;
}

export const notifyPrefs = new Store<NotifyPrefs>(readPrefs(readKept(local, KEY)));

whenKept((key) => {
  if (key === null || key === KEY) notifyPrefs.set(readPrefs(readKept(local, KEY)));
});

export function setNotifyPrefs(change: Partial<NotifyPrefs>): void {
  const next = { ...notifyPrefs.get(), ...change };
  keep(local, KEY, JSON.stringify(next));
  notifyPrefs.set(next);
}

export function isQuiet(quiet: NotifyPrefs['quiet'], now: Date): boolean {
  if (quiet === null || quiet.from === quiet.to) return false;
  const minute = now.getHours() * 60 + now.getMinutes();
  if (quiet.from < quiet.to) return minute >= quiet.from && minute < quiet.to;
  return minute >= quiet.from || minute < quiet.to;
}

export type Arrival = {
  /** Whose chat it is; null: nobody's, undefined: not known here. */
  readonly owner: string | null | undefined;
  readonly at: number;
};

/** A message that is older than this has come late or is a replay: nobody is called for it. */
const NEWS_MS = 2 * 60_000;

/** Whether somebody who looks elsewhere is told of a message. */
export function shouldNotify(prefs: NotifyPrefs, arrival: Arrival, me: string, now: Date): boolean {
  if (now.getTime() - arrival.at > NEWS_MS) return false;
  if (isQuiet(prefs.quiet, now)) return false;
  return !prefs.onlyMine || arrival.owner === undefined || arrival.owner === me;
}
