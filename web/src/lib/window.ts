import type { ReplyWindow } from '@/api/types';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Meta: after 24 h a person may still answer until 7 days after the customer's last message. */
const HUMAN_AGENT_MS = 7 * DAY;

/** "Ending soon" (contract: `window=closing`). */
const CLOSING_MS = 4 * HOUR;

/** Below this the time left is marked as urgent. */
const URGENT_MS = HOUR;

export type WindowState = {
  readonly state: ReplyWindow['state'];
  /** When the state ends; null when it does not end by itself. */
  readonly endsAt: number | null;
};

/** The window as it is at `now`: the server's word is from when it was read, and time goes on without an event. */
export function windowAt(
  given: ReplyWindow,
  lastIncomingAt: string | null,
  humanAgent: boolean,
  now: number,
): WindowState {
  const endsAt = given.closes_at === null ? null : Date.parse(given.closes_at);
  if (endsAt === null || endsAt > now || given.state === 'closed' || given.state === 'unknown') {
    return { state: given.state, endsAt: given.state === 'closed' ? null : endsAt };
  }
  if (given.state === 'open' && humanAgent && lastIncomingAt !== null) {
    const until = Date.parse(lastIncomingAt) + HUMAN_AGENT_MS;
    if (until > now) return { state: 'human_agent', endsAt: until };
  }
  return { state: 'closed', endsAt: null };
}

export function isClosing(given: ReplyWindow, now: number): boolean {
  if (given.state !== 'open' || given.closes_at === null) return false;
  const left = Date.parse(given.closes_at) - now;
  return left > 0 && left <= CLOSING_MS;
}

export type Tone = 'calm' | 'warn' | 'bad';

export function toneOf(state: WindowState, now: number): Tone {
  if (state.state !== 'open' || state.endsAt === null) return 'calm';
  const left = state.endsAt - now;
  return left <= URGENT_MS ? 'bad' : left <= CLOSING_MS ? 'warn' : 'calm';
}

export type TimeLeft = { readonly days: number; readonly hours: number; readonly minutes: number };

/** Whole minutes left, rounded down so that nobody is promised time that is not there; never below one. */
export function timeLeft(until: number, now: number): TimeLeft {
  const left = Math.max(MINUTE, until - now);
  return {
    days: Math.floor(left / DAY),
    hours: Math.floor((left % DAY) / HOUR),
    minutes: Math.floor((left % HOUR) / MINUTE),
  };
}

/** The share of the 24 hours that is left, for the ring in the composer. */
export function shareLeft(until: number, now: number): number {
  return Math.min(1, Math.max(0, (until - now) / DAY));
}

/** The moments at which the time left is spoken: 1 h, 15 min and 5 min before the end. */
const SPOKEN_MINUTES = [5, 15, 60] as const;

/** The announcement that is due, or null: the smallest step that has been passed. */
export function spokenStep(state: WindowState, now: number): number | null {
  if (state.state !== 'open' || state.endsAt === null || state.endsAt <= now) return null;
  const minutes = (state.endsAt - now) / MINUTE;
  return SPOKEN_MINUTES.find((step) => minutes <= step) ?? null;
}
