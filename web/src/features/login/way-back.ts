/** A path of ours: a letter follows the slash. The pages before one is in are no place to go back to. */
const OURS = /^\/(?!login|signup|setup|password)\w/;

/** Where one was going when the login came in between; undefined for an address elsewhere, which anybody could write. */
export function wayBack(next: unknown): string | undefined {
  return typeof next === 'string' && OURS.test(next) ? next : undefined;
}
