import { expect, it } from 'vitest';
import { readBody } from './body';

const shown = (text: string) =>
  readBody(text)?.lines.map(({ depth, pieces }) => '  '.repeat(depth) + pieces.map((piece) => piece.text).join(''));

it('sets out what JSON.stringify would, and keeps what it would not', () => {
  const value = { object: 'page', entry: [{ id: '1', list: [], none: {}, on: true, at: 1.5 }, null] };
  expect(shown(JSON.stringify(value))?.join('\n')).toBe(JSON.stringify(value, null, 2));
  expect(shown('{"id":178414600782133551234,"a":1.0,"a":2}')).toEqual([
    '{',
    '  "id": 178414600782133551234,',
    '  "a": 1.0,',
    '  "a": 2',
    '}',
  ]);
});

it('makes escapes readable and leaves control characters escaped', () => {
  expect(shown('"\\u0417\\u0434\\u043e\\u0440\\u043e\\u0432\\u043e \\/ \\u0007"')).toEqual(['"Здорово / \\u0007"']);
});

it('knows the pieces and the lines of a value', () => {
  const body = readBody('{"a":{"b":"c"},"d":null}');
  expect(body?.lines[2]?.pieces).toEqual([
    { kind: 'key', text: '"b"' },
    { kind: 'sign', text: ': ' },
    { kind: 'text', text: '"c"' },
  ]);
  expect(body?.root.children.map(({ key, node }) => [key, node.first, node.last])).toEqual([
    ['a', 1, 3],
    ['d', 4, 4],
  ]);
});

it('leaves alone what is no JSON, what is two, and what is too much', () => {
  for (const text of ['', '{"a":', '{"a" 1}', '[1 2]', '{,}', '{"a":1,}', '{} {}', 'nothing', '[}', '"open']) {
    expect(readBody(text), text).toBeNull();
  }
  expect(readBody('['.repeat(150_000))).toBeNull();
  expect(readBody(`"${'a'.repeat(200_000)}"`)).toBeNull();
});
