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
    state: null,
    label: null,
    q: '2214',
  });
});

it('leaves out what is done with, until it is asked for', () => {
  expect(filterOf(parseInboxSearch({})).state).toBe('open');
  expect(filterOf(parseInboxSearch({ state: 'resolved' })).state).toBe('resolved');
  expect(filterOf(parseInboxSearch({ state: 'all', q: 'mug' })).state).toBe(null);
  expect(filterOf(parseInboxSearch({ q: 'mug' })).state).toBe(null);
});
