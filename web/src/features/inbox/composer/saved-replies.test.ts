import { expect, it } from 'vitest';
import type { Template } from '@/api/types';
import { filled, matching, ownVariables, slashQuery } from './saved-replies';

const template = (name: string, content = '', category = 'shipping') =>
  ({ id: name, name, content, category, variables: [] as string[] }) as unknown as Template;

it('takes a slash for a command only where it stands alone', () => {
  expect(slashQuery('/')).toBe('');
  expect(slashQuery('/Tha')).toBe('tha');
  expect(slashQuery('and/or')).toBe(null);
  expect(slashQuery('/thanks a lot')).toBe(null);
  expect(slashQuery('')).toBe(null);
});

it('puts what begins with the word before what only holds it', () => {
  const all = [template('Returns', 'thank you'), template('Say thanks'), template('Thanks'), template('Other', 'x')];
  expect(matching(all, 'tha').map((one) => one.name)).toEqual(['Thanks', 'Say thanks', 'Returns']);
});

it('fills what is known and leaves the rest to be seen', () => {
  expect(filled('Hi {username}, order {order}!', { username: 'maya', order: ' ' })).toBe('Hi maya, order {order}!');
  expect(ownVariables({ variables: ['username', 'order', 'platform'] })).toEqual(['order']);
});
