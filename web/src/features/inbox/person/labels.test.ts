import { expect, it } from 'vitest';
import { withLabel } from './labels';

it('adds a label once, whatever its case', () => {
  const labels = ['Wholesale'];
  expect(withLabel(labels, '  vip   customer ')).toEqual(['Wholesale', 'vip customer']);
  expect(withLabel(labels, 'wholesale')).toBe(labels);
  expect(withLabel(labels, '  ')).toBe(labels);
});
