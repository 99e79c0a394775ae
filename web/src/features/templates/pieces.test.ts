import { expect, it } from 'vitest';
import { pieces } from './pieces';

it('marks variables and nothing else in braces', () => {
  const found = pieces('Hi {username}, your {{order}} { is } here');
  expect(found.filter((one) => one.variable).map((one) => one.text)).toEqual(['{username}', '{{order}}']);
  expect(found.map((one) => one.text).join('')).toBe('Hi {username}, your {{order}} { is } here');
  expect(pieces('')).toEqual([]);
});
