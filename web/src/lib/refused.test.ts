import { expect, it } from 'vitest';
import { ApiError } from '@/api/problem';
import { refused } from './refused';

const FIELDS = ['email', 'password'] as const;

it('says beside a field what is about it, and above the form what is about none', () => {
  const named = refused(new ApiError(422, 'validation_failed', 'No.', new Map([['email', 'Not one.']])), FIELDS);
  expect([named.of('email'), named.of('password'), named.rest]).toEqual(['Not one.', null, null]);
  const coded = refused(new ApiError(400, 'wrong_password', 'Not right.'), FIELDS, { wrong_password: 'password' });
  expect([coded.of('email'), coded.of('password'), coded.rest]).toEqual([null, 'Not right.', null]);
  const other = refused(new ApiError(422, 'validation_failed', 'No.', new Map([['age', 'Too high.']])), FIELDS);
  expect([other.of('email'), other.rest]).toEqual([null, 'No.']);
  expect(refused(new TypeError('The server did not answer.'), FIELDS).rest).toBe('The server did not answer.');
  expect(refused(null, FIELDS).rest).toBe(null);
});
