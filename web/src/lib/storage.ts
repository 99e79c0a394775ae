// Storage can be switched off, full, or hold what another version wrote: each of these is an ordinary "nothing kept".

export function readKept(storage: () => Storage, key: string): string | null {
  try {
    return storage().getItem(key);
  } catch {
    return null;
  }
}

export function keep(storage: () => Storage, key: string, value: string | null): void {
  try {
    if (value === null || value === '') storage().removeItem(key);
    else storage().setItem(key, value);
  } catch {
    // What cannot be kept is still on the screen.
  }
}

/** Told which key another page of ours has changed; null: all of them. */
export function whenKept(run: (key: string | null) => void): void {
  window.addEventListener('storage', (event) => run(event.key));
}

export const local = (): Storage => window.localStorage;
export const session = (): Storage => window.sessionStorage;
