import type { Clock, SocketLike } from './socket';

export const browserClock: Clock = {
  now: () => Date.now(),
  setTimeout: (run, ms) => window.setTimeout(run, ms),
  clearTimeout: (id) => window.clearTimeout(id),
  random: () => Math.random(),
};

/** A `WebSocket` on our own origin. */
export function openSocket(path: string): SocketLike {
  const origin = window.location.origin.replace(/^http/, 'ws');
  const socket = new WebSocket(`${origin}${path}`);
  const like: SocketLike = {
    send: (text) => socket.send(text),
    close: (code) => socket.close(code),
    onopen: null,
    onmessage: null,
    onclose: null,
  };
  socket.onopen = () => like.onopen?.();
  socket.onmessage = (event) => like.onmessage?.({ data: event.data });
  socket.onclose = (event) => like.onclose?.({ code: event.code });
  return like;
}
