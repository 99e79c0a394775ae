import { expect, it } from 'vitest';
import { deviceOf } from './device';

it('names browser and system, the more telling name first', () => {
  const chrome =
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
  expect(deviceOf(chrome)).toBe('Chrome, Linux');
  expect(deviceOf(`${chrome} Edg/140.0`)).toBe('Edge, Linux');
  const phone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Safari/604.1';
  expect(deviceOf(phone)).toBe('Safari, iOS');
  expect(deviceOf('curl/8.5.0')).toBe('curl');
  expect(deviceOf(null)).toBe(null);
});
