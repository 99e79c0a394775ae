import { expect, it } from 'vitest';
import { arrowStep } from './arrows';

it.each([
  ['ltr', 'ArrowRight', 1],
  ['ltr', 'ArrowLeft', -1],
  ['rtl', 'ArrowRight', -1],
  ['rtl', 'ArrowLeft', 1],
  ['rtl', 'ArrowDown', 0],
])('%s %s: %i', (direction, key, step) => {
  const row = document.createElement('div');
  row.style.direction = direction;
  document.body.append(row);
  expect(arrowStep({ key, currentTarget: row })).toBe(step);
  row.remove();
});
