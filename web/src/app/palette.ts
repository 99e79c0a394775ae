/** Does each word of the query begin a word of the text? */
export function matches(text: string, query: string): boolean {
  const words = text.toLocaleLowerCase().split(/\s+/);
  return query
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((part) => words.some((word) => word.startsWith(part)));
}
