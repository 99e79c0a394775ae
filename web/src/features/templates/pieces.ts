/** A part of a template's text: plain, or a variable. */
export type Piece = { readonly at: number; readonly text: string; readonly variable: boolean };

/** Cuts a text at its variables, `{name}` or `{{name}}`. */
export function pieces(content: string): readonly Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const match of content.matchAll(/\{\{\w+\}\}|\{\w+\}/g)) {
    if (match.index > from) found.push({ at: from, text: content.slice(from, match.index), variable: false });
    found.push({ at: match.index, text: match[0], variable: true });
    from = match.index + match[0].length;
  }
  if (from < content.length) found.push({ at: from, text: content.slice(from), variable: false });
  return found;
}
