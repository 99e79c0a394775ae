import { expect, it } from 'vitest';
import type { LiveStatus } from '@/lib/live/live';
import { NOW } from '@/testing/make';
import { connectionOf } from './connection';

const of = (status: LiveStatus, online = true) => connectionOf(status, online, NOW);

it('is calm about a short break and honest about a long one', () => {
  const down = (ms: number) => ({ socket: { kind: 'waiting' as const, downSince: NOW - ms }, behind: 0 });
  expect(of({ socket: { kind: 'connecting', downSince: null }, behind: 0 })).toEqual({ kind: 'connecting' });
  expect(of(down(14_000))).toEqual({ kind: 'reconnecting' });
  expect(of(down(15_000))).toEqual({ kind: 'offline', since: NOW - 15_000 });
  expect(of(down(1_000), false)).toEqual({ kind: 'offline', since: NOW - 1_000 });
});

it('counts what is missing while it catches up', () => {
  expect(of({ socket: { kind: 'open' }, behind: 14 })).toEqual({ kind: 'behind', count: 14 });
  expect(of({ socket: { kind: 'open' }, behind: 0 })).toEqual({ kind: 'live' });
});
