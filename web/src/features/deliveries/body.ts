/** A piece of a line, by what it is, for its colour. */
export type Piece = { readonly kind: 'key' | 'text' | 'number' | 'word' | 'sign'; readonly text: string };
type Line = { readonly depth: number; readonly pieces: readonly Piece[] };

/** A value and the lines it takes, from the one with its key to the one with its last bracket. */
export type Node = {
  readonly kind: 'object' | 'list' | 'text' | 'number' | 'word';
  readonly first: number;
  readonly last: number;
  /** What a plain value says, without quotes. */
  readonly value: string;
  /** In the order in which they came; the keys of a list are empty. */
  readonly children: readonly { readonly key: string; readonly node: Node }[];
};

export type Body = { readonly lines: readonly Line[]; readonly root: Node };

/** What is larger is shown as it came: nobody reads a page of it line by line. */
const LONGEST = 200_000;

/**
 * Sets out a body for reading. Numbers, order and doubled keys stay as they came, which `JSON.parse` would not leave
 * them. Null: it is no JSON, or too long.
 */
export function readBody(text: string): Body | null {
  if (text.length > LONGEST) return null;
  try {
    const writer = new Writer(text);
    const root = writer.read();
    return { lines: writer.lines, root };
  } catch {
    // Not JSON, or nested deeper than anybody could read.
    return null;
  }
}

const SPACE = /\s*/y;
const TEXT = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"/y;
const NUMBER = /-?\d[\d.eE+-]*/y;
const WORD = /true|false|null/y;

/** Reads a value and writes its lines, two spaces to a level. */
class Writer {
  readonly lines: { readonly depth: number; readonly pieces: Piece[] }[] = [];
  private at = 0;

  constructor(private readonly text: string) {}

  read(): Node {
    this.line(0);
    const root = this.value(0);
    this.match(SPACE);
    if (this.at < this.text.length) throw new SyntaxError('More than one value');
    return root;
  }

  private value(depth: number): Node {
    this.match(SPACE);
    const next = this.text[this.at];
    if (next === '{') return this.group('object', '}', depth);
    if (next === '[') return this.group('list', ']', depth);
    const plain = this.plain();
    if (plain === null) throw new SyntaxError('No value');
    const { kind, raw } = plain;
    const value = kind === 'text' ? unquoted(raw) : raw;
    this.write(kind, kind === 'text' ? quoted(value) : raw);
    const line = this.lines.length - 1;
    return { kind, first: line, last: line, value, children: [] };
  }

  private plain(): { readonly kind: 'text' | 'number' | 'word'; readonly raw: string } | null {
    const text = this.match(TEXT);
    if (text !== null) return { kind: 'text', raw: text };
    const number = this.match(NUMBER);
    if (number !== null) return { kind: 'number', raw: number };
    const word = this.match(WORD);
    return word === null ? null : { kind: 'word', raw: word };
  }

  private group(kind: 'object' | 'list', end: string, depth: number): Node {
    const first = this.lines.length - 1;
    this.write('sign', this.text[this.at++] ?? '');
    const children: { key: string; node: Node }[] = [];
    while (!this.takes(end)) {
      if (children.length > 0) {
        if (!this.takes(',')) throw new SyntaxError('No comma');
        this.write('sign', ',');
      }
      this.line(depth + 1);
      const key = kind === 'object' ? this.key() : '';
      children.push({ key, node: this.value(depth + 1) });
    }
    if (children.length > 0) this.line(depth);
    this.write('sign', end);
    return { kind, first, last: this.lines.length - 1, value: '', children };
  }

  private key(): string {
    this.match(SPACE);
    const raw = this.match(TEXT);
    if (raw === null || !this.takes(':')) throw new SyntaxError('No key');
    const key = unquoted(raw);
    this.write('key', quoted(key));
    this.write('sign', ': ');
    return key;
  }

  private takes(sign: string): boolean {
    this.match(SPACE);
    if (this.text[this.at] !== sign) return false;
    this.at += 1;
    return true;
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? null;
    if (found !== null) this.at += found.length;
    return found;
  }

  private line(depth: number): void {
    this.lines.push({ depth, pieces: [] });
  }

  private write(kind: Piece['kind'], text: string): void {
    this.lines.at(-1)?.pieces.push({ kind, text });
  }
}

/** Meta writes everything beyond ASCII as escapes, which nobody can read. */
function unquoted(raw: string): string {
  try {
    return String(JSON.parse(raw));
  } catch {
    return raw.slice(1, -1);
  }
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
