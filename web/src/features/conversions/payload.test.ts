import { expect, it } from 'vitest';
import { isTest, pretty } from './payload';

it('sets out JSON, and leaves anything else alone', () => {
  expect(pretty('{"data":[1]}')).toBe('{\n  "data": [\n    1\n  ]\n}');
  expect(pretty('<html>')).toBe('<html>');
});

it('knows an event with a test code', () => {
  expect(isTest('{"data":[],"test_event_code":"TEST1"}')).toBe(true);
  // A customer's own words are no code.
  expect(isTest('{"data":[{"custom_data":{"test_event_code":"x"}}]}')).toBe(false);
  expect(isTest('null')).toBe(false);
  expect(isTest('not JSON')).toBe(false);
});
