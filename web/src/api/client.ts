import i18next from 'i18next';
import createClient from 'openapi-fetch';
import { ApiError, problemFrom } from './problem';
import type { paths } from './schema';

/** Typed by the server's own document; the session cookie goes along because everything is same-origin. */
export const api = createClient<paths>({ baseUrl: '', credentials: 'same-origin' });

type Answer<T> = { data?: T; error?: unknown; response: Response };

let onSessionLost: () => void = () => undefined;

/** Told once per request that the server no longer knows this session. */
export function whenSessionLost(listener: () => void): void {
  onSessionLost = listener;
}

/** The answer's body, or an `ApiError`. A failed connection is a `TypeError`, as `fetch` throws it, in words for people. */
export async function read<T>(request: Promise<Answer<T>>): Promise<T> {
  return (await readWith(request)).data;
}

/** As `read`, with the response for its headers. */
export async function readWith<T>(request: Promise<Answer<T>>): Promise<{ data: T; response: Response }> {
  const { data, error, response } = await request.catch(unreachable);
  if (response.ok && data !== undefined) return { data, response };
  const problem = problemFrom(response.status, error);
  if (problem.status === 401) onSessionLost();
  throw problem;
}

function unreachable(cause: unknown): never {
  throw cause instanceof TypeError ? new TypeError(i18next.t('common.unreachable'), { cause }) : cause;
}

/** The log position a chat read reflects. Without it nothing live can be laid over the answer, so its absence is an error. */
export function eventSeq(response: Response): number {
  const text = response.headers.get('X-Event-Seq');
  const seq = Number(text);
  if (text === null || !Number.isSafeInteger(seq)) {
    throw new ApiError(response.status, 'missing_event_seq', 'The server did not say how fresh its answer is.');
  }
  return seq;
}

/** The opaque cursor of the next page, or null on the last. */
export function nextCursor(response: Response): string | null {
  const link = response.headers.get('Link') ?? '';
  const next = /<([^>]*)>\s*;\s*rel="?next"?/.exec(link)?.[1];
  return next === undefined ? null : new URL(next, 'http://local').searchParams.get('cursor');
}
