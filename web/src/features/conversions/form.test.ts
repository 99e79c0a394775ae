import { expect, it } from 'vitest';
import { fieldOf, localMinute, type Written, written } from './form';

const NOW = Date.parse('2026-11-27T15:00');

const form: Written = {
  name: 'Purchase',
  at: '2026-11-27T14:30',
  source: 'phone_call',
  value: '42,50',
  currency: 'eur',
  email: ' maya@example.com ',
  phone: '',
  page: '',
  browser: '',
  eventId: '',
  testCode: '',
};

const problemsOf = (change: Partial<Written>) => written({ ...form, ...change }, NOW).problems;

it('reads a number with either mark, and trims', () => {
  const { event, problems } = written(form, NOW);
  expect(problems).toEqual({});
  expect(event).toMatchObject({ worth: { amount: 42.5, currency: 'EUR' }, email: 'maya@example.com' });
  expect(written({ ...form, value: '42.5' }, NOW).event?.worth?.amount).toBe(42.5);
});

it('names what is wrong at its field', () => {
  expect(problemsOf({ value: '' })).toEqual({ value: 'worth' });
  expect(problemsOf({ name: 'Lead', value: '' })).toEqual({});
  expect(problemsOf({ value: 'a lot', currency: '€' })).toEqual({ value: 'number', currency: 'currency' });
  expect(problemsOf({ name: ' ', at: '' })).toEqual({ name: 'required', at: 'time' });
  expect(problemsOf({ email: '', phone: ' ' })).toEqual({ email: 'who' });
  expect(problemsOf({ email: '', phone: '+49 30 1234' })).toEqual({});
});

it.each(['1,000', '1.000', '1.234,50', '1,234,567'])('does not guess what %s is worth', (value) => {
  expect(problemsOf({ value })).toEqual({ value: 'thousands' });
});

it('knows how far back Meta looks', () => {
  expect(problemsOf({ at: '2026-11-27T15:01' })).toEqual({ at: 'future' });
  expect(problemsOf({ at: '2026-11-20T15:00' })).toEqual({});
  expect(problemsOf({ at: '2026-11-20T14:59' })).toEqual({ at: 'old' });
  expect(problemsOf({ at: '2026-10-01T12:00', source: 'physical_store' })).toEqual({});
  expect(problemsOf({ at: '2026-09-01T12:00', source: 'physical_store' })).toEqual({ at: 'oldShop' });
});

it('asks for page and browser of a website, and sends them of nothing else', () => {
  expect(problemsOf({ source: 'website', page: 'shop' })).toEqual({ page: 'address', browser: 'required' });
  const web = { page: 'https://shop.example/thanks', browser: 'Mozilla/5.0' };
  expect(written({ ...form, ...web, source: 'website' }, NOW).event).toMatchObject(web);
  expect(written({ ...form, ...web }, NOW).event).toMatchObject({ page: '', browser: '' });
});

it('gives a moment in the person’s own zone', () => {
  const at = Date.parse('2026-11-27T14:30');
  expect(localMinute(at)).toBe('2026-11-27T14:30');
});

it('places what the server says', () => {
  expect(fieldOf('user_data/em')).toBe('email');
  expect(fieldOf('custom_data/contents')).toBeNull();
});
