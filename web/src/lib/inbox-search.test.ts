import { expect, it } from 'vitest';
import { filterOf, parseInboxSearch } from './inbox-search';

it('takes nothing from an address that it does not know', () => {
  expect(parseInboxSearch({ tab: 'all', platform: 'TELEGRAM', window: 7, unread: 'yes', q: '', person: 1 })).toEqual(
    {},
  );
});

it('reads a search for digits as text', () => {
  expect(filterOf(parseInboxSearch({ q: 2214, tab: 'mine' }))).toEqual({
    tab: 'mine',
    platform: null,
    window: null,
    unread: false,
    q: '2214',
  });
});
