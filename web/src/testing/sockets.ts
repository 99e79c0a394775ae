import type { Clock, SocketLike } from '@/lib/live/socket';

/** The server's end of a socket in a test. */
export class FakeSocket implements SocketLike {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly sent: Record<string, unknown>[] = [];
  closed = false;

  constructor(readonly url: string) {}

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }

  close(): void {
    this.closed = true;
  }

  open(): void {
    this.onopen?.();
  }

  frame(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  lose(code: number): void {
    this.onclose?.({ code });
  }

  get query(): Record<string, string> {
    return Object.fromEntries(new URL(this.url, 'http://test').searchParams);
  }
}

/** A clock that moves only when told. */
export class FakeClock implements Clock {
  private time = 1_000_000;
  private next = 1;
  private readonly timers = new Map<number, { at: number; run: () => void }>();
  chance = 0.5;

  now = (): number => this.time;
  random = (): number => this.chance;

  setTimeout = (run: () => void, ms: number): number => {
    const id = this.next++;
    this.timers.set(id, { at: this.time + ms, run });
    return id;
  };

  clearTimeout = (id: number): void => {
    this.timers.delete(id);
  };

  advance(ms: number): void {
    const until = this.time + ms;
    for (;;) {
      const due = [...this.timers].filter(([, timer]) => timer.at <= until).sort((a, b) => a[1].at - b[1].at)[0];
      if (due === undefined) break;
      this.timers.delete(due[0]);
      this.time = due[1].at;
      due[1].run();
    }
    this.time = until;
  }

  /** How long until the next timer, or null. */
  get pending(): number | null {
    const times = [...this.timers.values()].map((timer) => timer.at - this.time);
    return times.length === 0 ? null : Math.min(...times);
  }
}
