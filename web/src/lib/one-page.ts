// Several pages of one browser each hear of a message. One of them tells of it, and none while another is looked at.

/** Held by each page that somebody looks at. */
const LOOKED_AT = 'tg.looked-at';

/** A page that is asked later than this has slept, and its message is no news any more. */
const TOLD_MS = 10_000;

const wait = (ms: number): Promise<void> => new Promise((done) => window.setTimeout(done, ms));

function lookedAt(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}

/** Lets the other pages know while this one is looked at; gives the way to stop. */
export function tellWhileLookedAt(): () => void {
  // Without HTTPS a browser has no locks.
  if (navigator.locks === undefined) return () => undefined;
  let release: (() => void) | null = null;
  const look = () => {
    if (!lookedAt()) {
      release?.();
      release = null;
    } else if (release === null) {
      const held = new Promise<void>((done) => {
        release = done;
      });
      void navigator.locks.request(LOOKED_AT, { mode: 'shared' }, () => held);
    }
  };
  look();
  const events = ['focus', 'blur'] as const;
  for (const event of events) window.addEventListener(event, look);
  document.addEventListener('visibilitychange', look);
  return () => {
    release?.();
    for (const event of events) window.removeEventListener(event, look);
    document.removeEventListener('visibilitychange', look);
  };
}

/** Whether this page is the one to tell of something. */
export async function isMyTurn(what: string): Promise<boolean> {
  if (lookedAt()) return false;
  if (navigator.locks === undefined) return true;
  const { held } = await navigator.locks.query();
  if (held?.some((lock) => lock.name === LOOKED_AT) === true) return false;
  return new Promise((answer) => {
    void navigator.locks.request(`tg.told.${what}`, { ifAvailable: true }, (lock) => {
      answer(lock !== null);
      return lock === null ? undefined : wait(TOLD_MS);
    });
  });
}
