const START = '\u2068';
const END = '\u2069';
const LETTER = /\p{L}/u;

/**
 * A value within a sentence of another direction, so that a Latin name does not take the sentence's marks and numbers to
 * itself. A number, or what has no letter, goes with the sentence as it is.
 */
export function isolate(value: string): string {
  return LETTER.test(value) ? `${START}${value}${END}` : value;
}
