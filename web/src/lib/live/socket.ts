/** The part of `WebSocket` that is used, so that tests can play the server. */
export type SocketLike = {
  send(text: string): void;
  close(code?: number): void;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
};

export type Clock = {
  now(): number;
  setTimeout(run: () => void, ms: number): number;
  clearTimeout(id: number): void;
  random(): number;
};

export type SocketStatus =
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting'; readonly downSince: number | null }
  | { readonly kind: 'open' }
  | { readonly kind: 'waiting'; readonly downSince: number }
  | { readonly kind: 'rejected' };

export type SocketOptions = {
  readonly open: (url: string) => SocketLike;
  /** Asked at every attempt: the position to resume from moves on. */
  readonly url: () => string;
  readonly clock: Clock;
  readonly onFrame: (text: string) => void;
  readonly onStatus: (status: SocketStatus) => void;
};

/** A connection that is quiet this long is asked for a sign of life. */
const PING_AFTER_MS = 20_000;
/** No answer to that within this time: the connection is dead even if nobody has noticed. */
const PONG_WITHIN_MS = 8_000;
/** After waking up or coming online an old connection is probably dead, so it gets less time. */
const PROBE_WITHIN_MS = 3_000;
const HANDSHAKE_WITHIN_MS = 10_000;
const BACKOFF_FIRST_MS = 500;
const BACKOFF_MAX_MS = 15_000;
/** The server says it restarts: it is back soon, but not all browsers may come in the same instant. */
const RESTART_MIN_MS = 200;
const RESTART_SPREAD_MS = 800;

const CLOSE_REJECTED = 1008;
const CLOSE_RESTART = 1012;

/**
 * Keeps one connection to the event stream: opens it, notices when it is dead, and comes back with growing, scattered
 * pauses. It knows nothing about frames except that any of them is a sign of life.
 */
export class LiveSocket {
  private socket: SocketLike | null = null;
  private status: SocketStatus = { kind: 'idle' };
  private failures = 0;
  private downSince: number | null = null;
  private timer: number | null = null;

  constructor(private readonly options: SocketOptions) {}

  get current(): SocketStatus {
    return this.status;
  }

  start(): void {
    if (this.status.kind === 'idle') this.connect();
  }

  stop(): void {
    this.drop();
    this.failures = 0;
    this.downSince = null;
    this.setStatus({ kind: 'idle' });
  }

  /** The network is back or the tab was woken: no reason to wait any longer, and good reason to doubt. */
  nudge(): void {
    if (this.status.kind === 'waiting') {
      this.failures = 0;
      this.connect();
    } else if (this.status.kind === 'open') {
      this.probe(PROBE_WITHIN_MS);
    }
  }

  /** False when there is no open connection; nothing is queued, because the log is what survives. */
  send(message: object): boolean {
    if (this.status.kind !== 'open' || this.socket === null) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  private connect(): void {
    this.drop();
    this.setStatus({ kind: 'connecting', downSince: this.downSince });
    const socket = this.options.open(this.options.url());
    this.socket = socket;
    // A dropped socket may still call back; only the present one is listened to.
    socket.onopen = () => {
      if (this.socket !== socket) return;
      this.setStatus({ kind: 'open' });
      this.listen();
    };
    socket.onmessage = (event) => {
      if (this.socket !== socket) return;
      this.failures = 0;
      this.downSince = null;
      this.listen();
      if (typeof event.data === 'string') this.options.onFrame(event.data);
    };
    socket.onclose = (event) => {
      if (this.socket === socket) this.lost(event.code);
    };
    this.arm(() => this.lost(0), HANDSHAKE_WITHIN_MS);
  }

  private listen(): void {
    this.arm(() => this.probe(PONG_WITHIN_MS), PING_AFTER_MS);
  }

  private probe(within: number): void {
    this.send({ type: 'ping' });
    this.arm(() => this.lost(0), within);
  }

  private lost(code: number): void {
    this.drop();
    if (code === CLOSE_REJECTED) {
      this.setStatus({ kind: 'rejected' });
      return;
    }
    const now = this.options.clock.now();
    this.downSince ??= now;
    this.arm(() => this.connect(), this.pause(code));
    this.failures += 1;
    this.setStatus({ kind: 'waiting', downSince: this.downSince });
  }

  private pause(code: number): number {
    const chance = this.options.clock.random();
    if (code === CLOSE_RESTART && this.failures === 0) return RESTART_MIN_MS + chance * RESTART_SPREAD_MS;
    const cap = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** this.failures);
    return cap / 2 + (chance * cap) / 2;
  }

  private drop(): void {
    this.arm(null, 0);
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }

  private arm(run: (() => void) | null, ms: number): void {
    if (this.timer !== null) this.options.clock.clearTimeout(this.timer);
    this.timer = run === null ? null : this.options.clock.setTimeout(run, ms);
  }

  private setStatus(status: SocketStatus): void {
    this.status = status;
    this.options.onStatus(status);
  }
}
