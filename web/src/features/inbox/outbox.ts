import { ApiError } from '@/api/problem';
import type { Message } from '@/api/types';
import { randomId } from '@/lib/id';
import { keep, readKept, session } from '@/lib/storage';
import { Store } from '@/lib/store';
import type { NewMessage } from './api';

/** A message that the server has not confirmed yet. */
export type Pending = {
  /** Also the `Idempotency-Key`: however often it is posted, it is sent once. */
  readonly key: string;
  readonly chatId: string;
  readonly message: NewMessage;
  readonly at: number;
  /** Own messages with the same text that were there before, so that the new one can be told from them. */
  readonly before: readonly string[];
  /** `stale`: it waited too long to go without the person being asked; it may have arrived before the line was cut. */
  readonly state: 'posting' | 'waiting' | 'refused' | 'stale';
  /** The chat is done with once this is stored. */
  readonly resolve?: boolean;
  /** Why the server refused it. */
  readonly reason: string | null;
};

export type OutboxOptions = {
  readonly userId: string;
  readonly post: (chatId: string, key: string, message: NewMessage) => Promise<Message[]>;
  /** Called when a message that ends the work on its chat is stored. */
  readonly resolve: (chatId: string) => void;
  readonly adopt: (chatId: string, messages: readonly Message[]) => void;
};

const RETRY_FIRST_MS = 2_000;
const RETRY_MAX_MS = 30_000;
/** The server's own limit for what waits there: after a quarter of an hour the conversation has moved on. */
const STALE_MS = 15 * 60_000;

/**
 * What was written and is on its way to our server. In one chat they go one after the other, in the order of writing;
 * without a connection they wait, a reload included, and go first when it is back.
 */
export class Outbox {
  readonly pending: Store<readonly Pending[]>;
  private readonly running = new Set<string>();
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly options: OutboxOptions) {
    this.pending = new Store(this.restore());
    this.pending.subscribe(() => keep(session, this.storageKey, JSON.stringify(this.pending.get())));
  }

  send(chatId: string, message: NewMessage, before: readonly string[], now: number, resolve = false): void {
    const item: Pending = {
      key: randomId(),
      chatId,
      message,
      at: now,
      before,
      state: 'posting',
      reason: null,
      ...(resolve && { resolve }),
    };
    this.pending.set([...this.pending.get(), item]);
    void this.run(chatId);
  }

  discard(key: string): void {
    this.pending.set(this.pending.get().filter((item) => item.key !== key));
  }

  /** Tries everything that waits, now. */
  wake(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    for (const chatId of new Set(this.pending.get().map((item) => item.chatId))) void this.run(chatId);
  }

  private async run(chatId: string): Promise<void> {
    if (this.running.has(chatId)) return;
    this.running.add(chatId);
    try {
      for (;;) {
        const item = this.pending.get().find((one) => one.chatId === chatId && goesOn(one));
        if (item === undefined || !(await this.post(item))) return;
      }
    } finally {
      this.running.delete(chatId);
    }
  }

  /** True when the next one may follow. */
  private async post(item: Pending): Promise<boolean> {
    if (Date.now() - item.at > STALE_MS) {
      this.update(item.key, { state: 'stale' });
      return true;
    }
    this.update(item.key, { state: 'posting' });
    try {
      const messages = await this.options.post(item.chatId, item.key, item.message);
      this.failures = 0;
      this.options.adopt(item.chatId, messages);
      this.discard(item.key);
      if (item.resolve === true) this.options.resolve(item.chatId);
      return true;
    } catch (error) {
      if (error instanceof ApiError && !error.retryable) {
        this.update(item.key, { state: 'refused', reason: error.detail });
        return true;
      }
      this.update(item.key, { state: 'waiting' });
      this.later();
      return false;
    }
  }

  private later(): void {
    if (this.timer !== null) return;
    const pause = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** this.failures);
    this.failures += 1;
    this.timer = setTimeout(() => this.wake(), pause);
  }

  private update(key: string, change: Partial<Pending>): void {
    this.pending.set(this.pending.get().map((item) => (item.key === key ? { ...item, ...change } : item)));
  }

  private get storageKey(): string {
    return `tg.outbox.${this.options.userId}`;
  }

  private restore(): readonly Pending[] {
    try {
      const kept: unknown = JSON.parse(readKept(session, this.storageKey) ?? '[]');
      return Array.isArray(kept) ? (kept as Pending[]) : [];
    } catch {
      return [];
    }
  }
}

function goesOn(item: Pending): boolean {
  return item.state !== 'refused' && item.state !== 'stale';
}

/**
 * The pending messages that the thread does not show yet. The event stream may bring a message before the answer to its
 * own request; it is recognised by its text, so that one message is never two bubbles.
 */
export function stillPending(
  pending: readonly Pending[],
  messages: readonly Message[],
  userId: string,
): readonly Pending[] {
  const taken = new Set<string>();
  return pending.filter((item) => {
    if (item.state === 'refused') return true;
    const text = item.message.content;
    const match = messages.find(
      (message) =>
        message.direction === 'outbound' &&
        message.sent_by === userId &&
        !taken.has(message.id) &&
        !item.before.includes(message.id) &&
        (text === '' ? message.attachments.length > 0 : message.content === text),
    );
    if (match === undefined) return true;
    taken.add(match.id);
    return false;
  });
}

/** Own messages with this text that are already in the thread. */
export function sameText(messages: readonly Message[], text: string, userId: string): string[] {
  return messages
    .filter((message) => message.direction === 'outbound' && message.sent_by === userId && message.content === text)
    .map((message) => message.id);
}
