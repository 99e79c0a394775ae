import { describe, expect, it } from 'vitest';
import { FakeClock, FakeSocket } from '@/testing/sockets';
import { LiveSocket, type SocketStatus } from './socket';

function setUp() {
  const clock = new FakeClock();
  const sockets: FakeSocket[] = [];
  const frames: string[] = [];
  const statuses: SocketStatus['kind'][] = [];
  const live = new LiveSocket({
    clock,
    url: () => `/ws?attempt=${sockets.length}`,
    open: (url) => {
      const socket = new FakeSocket(url);
      sockets.push(socket);
      return socket;
    },
    onFrame: (text) => frames.push(text),
    onStatus: (status) => statuses.push(status.kind),
  });
  const last = () => {
    const socket = sockets.at(-1);
    if (socket === undefined) throw new Error('no socket yet');
    return socket;
  };
  return { clock, sockets, frames, statuses, live, last };
}

describe('LiveSocket', () => {
  it('opens once and hands on frames', () => {
    const { live, last, sockets, frames, statuses } = setUp();
    live.start();
    live.start();
    last().open();
    last().frame({ type: 'ready' });
    expect(sockets).toHaveLength(1);
    expect(frames).toEqual(['{"type":"ready"}']);
    expect(statuses).toEqual(['connecting', 'open']);
  });

  it('comes back with growing, scattered pauses, and starts small again after a frame', () => {
    const { live, last, clock } = setUp();
    live.start();
    const pauses: (number | null)[] = [];
    for (let tries = 0; tries < 8; tries += 1) {
      last().lose(1006);
      pauses.push(clock.pending);
      clock.advance(clock.pending ?? 0);
    }
    expect(pauses).toEqual([375, 750, 1500, 3000, 6000, 11_250, 11_250, 11_250]);
    last().open();
    last().frame({ type: 'ready' });
    last().lose(1006);
    expect(clock.pending).toBe(375);
  });

  it.each([
    [0, 200],
    [1, 1000],
  ])('comes back soon after a restart, but not everybody at once (chance %f)', (chance, pause) => {
    const { live, last, clock } = setUp();
    clock.chance = chance;
    live.start();
    last().open();
    last().lose(1012);
    expect(clock.pending).toBe(pause);
  });

  it('gives up for good when the session is refused', () => {
    const { live, last, clock, sockets } = setUp();
    live.start();
    last().open();
    last().lose(1008);
    clock.advance(3_600_000);
    expect(live.current.kind).toBe('rejected');
    expect(sockets).toHaveLength(1);
  });

  it('asks a quiet connection for a sign of life and replaces a dead one', () => {
    const { live, last, clock, sockets } = setUp();
    live.start();
    last().open();
    clock.advance(20_000);
    expect(last().sent).toEqual([{ type: 'ping' }]);
    last().frame({ type: 'pong' });
    clock.advance(20_000);
    expect(last().sent).toHaveLength(2);
    clock.advance(8_000);
    expect(live.current.kind).toBe('waiting');
    expect(last().closed).toBe(true);
    clock.advance(1_000);
    expect(sockets).toHaveLength(2);
  });

  it('gives up a handshake that hangs', () => {
    const { live, clock, sockets } = setUp();
    live.start();
    clock.advance(11_000);
    expect(sockets).toHaveLength(2);
  });

  it('tries at once when the network is back', () => {
    const { live, last, sockets } = setUp();
    live.start();
    last().lose(1006);
    live.nudge();
    expect(sockets).toHaveLength(2);
  });

  it('doubts an open connection when the network is back', () => {
    const { live, last, clock } = setUp();
    live.start();
    last().open();
    live.nudge();
    expect(last().sent).toEqual([{ type: 'ping' }]);
    clock.advance(3_000);
    expect(live.current.kind).toBe('waiting');
  });

  it('does not listen to a connection it has left', () => {
    const { live, sockets, clock, frames } = setUp();
    live.start();
    const [first] = sockets;
    first?.lose(1006);
    clock.advance(1_000);
    first?.open();
    first?.frame({ type: 'old' });
    first?.lose(1008);
    expect(frames).toEqual([]);
    expect(live.current.kind).toBe('connecting');
  });

  it('remembers since when it is down, through failed tries', () => {
    const { live, last, clock } = setUp();
    live.start();
    last().open();
    last().frame({});
    last().lose(1006);
    const { current } = live;
    clock.advance(2_000);
    last().lose(1006);
    expect(live.current).toEqual(current);
  });

  it('stops', () => {
    const { live, last, clock, sockets } = setUp();
    live.start();
    last().lose(1006);
    live.stop();
    clock.advance(60_000);
    expect(sockets).toHaveLength(1);
    expect(live.send({ type: 'ping' })).toBe(false);
  });
});
