import type { LogEvent } from './frames';

/** Covers minutes of a busy desk; a read that takes longer is simply repeated. */
const RING_SIZE = 2048;

/**
 * The events applied last. A read that was under way while events came in reflects an older position than the screens
 * do; what it missed is folded over it from here.
 */
export class EventRing {
  private events: LogEvent[] = [];
  private start = Number.POSITIVE_INFINITY;
  private last = Number.NEGATIVE_INFINITY;

  /** From now on every event after `seq` passes through here. */
  begin(seq: number): void {
    this.events = [];
    this.start = seq;
    this.last = seq;
  }

  push(event: LogEvent): void {
    this.events.push(event);
    this.last = event.seq;
    if (this.events.length > RING_SIZE) {
      const dropped = this.events.shift();
      if (dropped !== undefined) this.start = dropped.seq;
    }
  }

  /** The events after `seq`, or null when some of them are no longer (or were never) here. */
  after(seq: number): readonly LogEvent[] | null {
    if (seq >= this.last) return [];
    if (seq < this.start) return null;
    return this.events.filter((event) => event.seq > seq);
  }
}
