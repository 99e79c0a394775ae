import type { Platform } from '@/api/types';
import { keep, readKept, session } from '@/lib/storage';

/** The steps of connecting, in their order. */
export const STEPS = ['connect', 'checks', 'webhooks', 'test', 'done'] as const;
export type Step = (typeof STEPS)[number];
export type LaterStep = Exclude<Step, 'connect'>;

/** What the wizard is doing. */
export type Wizard =
  | { readonly kind: 'new'; readonly platform: Platform; readonly error: string | null }
  /** A new token for an account that is there. */
  | { readonly kind: 'reconnect'; readonly id: string; readonly error: string | null }
  /** A login at Meta found several accounts. */
  | { readonly kind: 'choose'; readonly choice: string }
  /** Connected; what comes afterwards. */
  | { readonly kind: 'after'; readonly id: string; readonly step: LaterStep };

/** What of the screen stands in the address. The last three are written by the server after a login at Meta. */
export type AccountsSearch = {
  connect?: 'instagram' | 'facebook';
  reconnect?: string;
  step?: LaterStep;
  connected?: string;
  choose?: string;
  login_error?: string;
};

/** The login that somebody left the dashboard for: a refusal comes back without saying what it was about. */
export type Login = { readonly platform: Platform; readonly reconnect: string | null };

const KEY = 'tg.login';

export function keepLogin(login: Login | null): void {
  keep(session, KEY, login === null ? null : JSON.stringify(login));
}

export function keptLogin(): Login | null {
  try {
    const raw: unknown = JSON.parse(readKept(session, KEY) ?? 'null');
    if (typeof raw !== 'object' || raw === null) return null;
    const { platform, reconnect } = raw as Record<string, unknown>;
    if (platform !== 'INSTAGRAM' && platform !== 'FACEBOOK') return null;
    return { platform, reconnect: textOf(reconnect) };
  } catch {
    return null;
  }
}

/** Reads the address without trusting it. */
export function wizardOf(raw: Record<string, unknown>, login: Login | null): Wizard | null {
  const error = textOf(raw.login_error);
  const choice = textOf(raw.choose);
  if (choice !== null) return { kind: 'choose', choice };
  const connected = textOf(raw.connected);
  if (connected !== null) return { kind: 'after', id: connected, step: stepOf(raw.step) };
  const again = textOf(raw.reconnect) ?? (error === null ? null : (login?.reconnect ?? null));
  if (again !== null) return { kind: 'reconnect', id: again, error };
  if (raw.connect === 'instagram' || raw.connect === 'facebook') {
    return { kind: 'new', platform: raw.connect === 'instagram' ? 'INSTAGRAM' : 'FACEBOOK', error };
  }
  return error === null ? null : { kind: 'new', platform: login?.platform ?? 'INSTAGRAM', error };
}

function stepOf(raw: unknown): LaterStep {
  return STEPS.slice(1).find((step): step is LaterStep => step === raw) ?? 'checks';
}

export const toConnect = (platform: Platform): AccountsSearch => ({
  connect: platform === 'INSTAGRAM' ? 'instagram' : 'facebook',
});

export const toStep = (id: string, step: LaterStep): AccountsSearch => ({ connected: id, step });

/** The router reads "123" in an address as a number. */
function textOf(raw: unknown): string | null {
  return (typeof raw === 'string' || typeof raw === 'number') && String(raw) !== '' ? String(raw) : null;
}
