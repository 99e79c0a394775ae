import { expect, it } from 'vitest';
import { chatOf, standingOf } from './job';

const now = Date.parse('2026-01-31T10:00:00Z');
const job = (state: string, time = '09:59:00') => ({ state, run_at: `2026-01-31T${time}Z` });
const account = (status: string) => ({ status }) as Parameters<typeof standingOf>[1];

it.each([
  [job('ready'), null, 'line'],
  [job('ready', '10:01:00'), null, 'later'],
  [job('ready'), account('active'), 'line'],
  [job('ready'), account('paused'), 'paused'],
  [job('ready'), account('reconnect'), 'reconnect'],
  [job('waiting'), account('active'), 'lost'],
  [job('waiting'), account('reconnect'), 'reconnect'],
  [job('running'), account('paused'), 'running'],
  [job('failed'), account('reconnect'), 'failed'],
])('%o with the account %o is %s', (work, holder, standing) => {
  expect(standingOf(work, holder, now)).toBe(standing);
});

it('knows whose subject is a chat', () => {
  expect(chatOf({ kind: 'mark_seen', subject: 'c1' })).toBe('c1');
  expect(chatOf({ kind: 'send', subject: 'm1' })).toBeNull();
});
