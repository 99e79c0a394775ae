import { Store } from '@/lib/store';

export type Deleting = { readonly state: 'waiting' } | { readonly state: 'failed'; readonly reason: string };

type Options = {
  readonly remove: (id: string, leaving: boolean) => Promise<unknown>;
  /** Called when one is gone at Meta. */
  readonly done: (id: string) => void;
};

/** How long a deletion may still be taken back: as long as the notice about it stands, and a moment. */
export const UNDO_MS = 5_500;

/**
 * Comments that somebody deleted here. Meta gives none back, so the call waits for as long as it can be undone, and goes
 * out at once when the page is left.
 */
export class Deletions {
  readonly items = new Store<ReadonlyMap<string, Deleting>>(new Map());
  private readonly timers = new Map<string, number>();

  constructor(private readonly options: Options) {}

  begin(ids: readonly string[]): void {
    for (const id of ids) {
      this.stop(id);
      this.set(id, { state: 'waiting' });
      this.timers.set(
        id,
        window.setTimeout(() => this.go(id, false), UNDO_MS),
      );
    }
  }

  undo(ids: readonly string[]): void {
    for (const id of ids) {
      if (this.stop(id)) this.set(id, null);
    }
  }

  /** Sends everything that still waits. */
  leave(): void {
    for (const id of [...this.timers.keys()]) this.go(id, true);
  }

  private go(id: string, leaving: boolean): void {
    this.stop(id);
    this.options.remove(id, leaving).then(
      () => {
        this.set(id, null);
        this.options.done(id);
      },
      (error: unknown) => this.set(id, { state: 'failed', reason: error instanceof Error ? error.message : '' }),
    );
  }

  private stop(id: string): boolean {
    const timer = this.timers.get(id);
    if (timer !== undefined) window.clearTimeout(timer);
    return this.timers.delete(id);
  }

  private set(id: string, item: Deleting | null): void {
    const next = new Map(this.items.get());
    if (item === null) next.delete(id);
    else next.set(id, item);
    this.items.set(next);
  }
}
