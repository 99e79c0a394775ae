import { expect, it } from 'vitest';
import { localMinute, type Written, written } from './form';

const form: Written = {
  name: 'Purchase',
  at: '2026-11-27T14:30',
  value: '42,50',
  currency: 'eur',
  email: ' maya@example.com ',
  phone: '',
  page: '',
  eventId: '',
  testCode: '',
};

it('reads a number with either comma, and trims', () => {
  const { event, problems } = written(form);
  expect(problems).toEqual({});
  expect(event).toMatchObject({ worth: { amount: 42.5, currency: 'EUR' }, email: 'maya@example.com' });
});

it('names what is wrong at its field', () => {
  expect(written({ ...form, value: '' }).problems).toEqual({ value: 'worth' });
  expect(written({ ...form, name: 'Lead', value: '' }).problems).toEqual({});
  expect(written({ ...form, value: 'a lot', currency: '€' }).problems).toEqual({
    value: 'number',
    currency: 'currency',
  });
  expect(written({ ...form, name: ' ', at: '', page: 'shop' }).problems).toMatchObject({
    name: 'required',
    at: 'time',
    page: 'address',
  });
});

it('gives a moment in the person’s own zone', () => {
  const at = Date.parse('2026-11-27T14:30');
  expect(localMinute(at)).toBe('2026-11-27T14:30');
});
