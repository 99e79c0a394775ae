/** The server's own rule. */
const SHORTEST = 8;

export function tooShort(password: string): boolean {
  return password.length < SHORTEST;
}
