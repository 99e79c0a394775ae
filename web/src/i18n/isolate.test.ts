import i18next from 'i18next';
import { afterEach, expect, it } from 'vitest';
import { isolate } from './isolate';
import './setup';
import { setLanguage } from './words';

afterEach(() => setLanguage('en'));

it('sets apart what has letters, and nothing else', () => {
  expect(isolate('devonreyes_')).toBe('\u2068devonreyes_\u2069');
  expect(isolate('4417')).toBe('4417');
});

it('keeps a name to itself where the writing goes from right to left, and only there', async () => {
  const says = () => i18next.t('connection.offline', { time: '10:29 am' });
  expect(says()).toBe('Offline since 10:29 am');
  await setLanguage('ar');
  expect(says()).toBe('غير متصل منذ \u206810:29 am\u2069');
});
