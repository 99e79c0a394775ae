import { expect, it } from 'vitest';
import { csvOf } from './csv';

it('quotes what would break a row, and keeps formulas from running', () => {
  const rows = [
    ['name', 'value'],
    ['a "b", c', 1.5],
    ['=1+1', null],
    ['-3', -3],
    ['two\nlines', 0],
  ];
  expect(csvOf(rows)).toBe('\uFEFFname,value\r\n"a ""b"", c",1.5\r\n\'=1+1,\r\n-3,-3\r\n"two\nlines",0\r\n');
});
