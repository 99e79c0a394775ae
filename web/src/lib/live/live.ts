import type { QueryClient } from '@tanstack/react-query';
import type { Chat, Message } from '@/api/types';
import { Store } from '@/lib/store';
import { type Frame, type LogEvent, parseFrame } from './frames';
import type { ChatList, ListFilter, LiveList, LiveState, Thread, Viewer } from './model';
import { type Presence, withPresence } from './presence';
import { type Effect, fold } from './reducer';
import { EventRing } from './ring';
import { type Clock, LiveSocket, type SocketLike, type SocketStatus } from './socket';

/** During a replay events are folded together, one paint for many of them. */
const REPLAY_BATCH_MS = 16;
/** How long a replay may be silent before it counts as over: the last events may be ones this user does not see. */
const REPLAY_QUIET_MS = 600;
/** Applied events are confirmed in groups; the server stores the position every 5 s anyway. */
const ACK_AFTER_MS = 1_000;
/** Counts follow assignment in one request for a whole burst. */
const STATS_AFTER_MS = 500;
/** A storm of comments is one read of their list. */
const REFRESH_AFTER_MS = 300;

export type LiveStatus = {
  readonly socket: SocketStatus;
  /** Events known to exist that are not applied yet. */
  readonly behind: number;
};

export type LiveOptions = {
  readonly queryClient: QueryClient;
  readonly viewer: Viewer;
  readonly open: (url: string) => SocketLike;
  readonly clock: Clock;
  /** A customer wrote. */
  readonly onArrived?: (message: Message, chat: Chat | null) => void;
  /** The server does not take this session any more. */
  readonly onRejected: () => void;
};

export const chatsKey = (filter: ListFilter) => ['chats', filter] as const;
export const threadKey = (chatId: string) => ['thread', chatId] as const;

/** Reads that do not say which position of the log they reflect, by the first part of their key. */
const UNPLACED = ['notes', 'timeline', 'stats', 'accounts', 'comments', 'mentions', 'insights', 'conversions'];

type Timer = 'flush' | 'ack' | 'quiet' | 'stats' | 'refresh';

/**
 * Joins the event stream to the query cache. Reads say which position they reflect; the stream starts at the first of
 * them and resumes after the last event applied, so that after a break nothing has to be read again.
 */
export class Live {
  readonly status = new Store<LiveStatus>({ socket: { kind: 'idle' }, behind: 0 });
  readonly presence = new Store<Presence>(new Map());
  /** The newest message of a customer that came over the stream, for who waits for one. */
  readonly inbound = new Store<Message | null>(null);

  private readonly socket: LiveSocket;
  private readonly ring = new EventRing();
  private applied: number | null = null;
  private log: string | null = null;
  private head = 0;
  private waiting: LogEvent[] = [];
  private readonly stale = new Map<string, string[]>();
  private readonly timers = new Map<Timer, number>();
  private acked = 0;
  private stopped = false;

  constructor(private readonly options: LiveOptions) {
    this.socket = new LiveSocket({
      open: options.open,
      clock: options.clock,
      url: () => this.url(),
      onFrame: (text) => this.receive(text),
      onStatus: (status) => this.socketStatus(status),
    });
  }

  stop(): void {
    this.stopped = true;
    this.flush();
    this.ack();
    for (const id of this.timers.values()) this.options.clock.clearTimeout(id);
    this.timers.clear();
    this.socket.stop();
  }

  nudge(): void {
    this.socket.nudge();
  }

  /** Tells colleagues where this user is (null: nowhere). Lost without harm when there is no connection. */
  announce(type: 'viewing' | 'typing', chatId: string | null): void {
    this.socket.send({ type, chat_id: chatId });
  }

  /** Lays over a list that was just read what happened since; null: it is too old, read again. */
  settleList(filter: ListFilter, data: ChatList): ChatList | null {
    const state = this.settle(data.floor, { lists: [{ filter, data }], threads: new Map() });
    return state?.lists[0]?.data ?? null;
  }

  /** As `settleList`, for a thread. */
  settleThread(thread: Thread): Thread | null {
    const id = thread.chat.value.id;
    const state = this.settle(thread.floor, { lists: [], threads: new Map([[id, thread]]) });
    return state?.threads.get(id) ?? null;
  }

  get begun(): boolean {
    return this.applied !== null;
  }

  /** Opens the stream after `seq`, unless it is open already. */
  begin(seq: number): void {
    // A read may still be under way when the session ends.
    if (this.applied !== null || this.stopped) return;
    this.applied = seq;
    this.ring.begin(seq);
    this.socket.start();
    // What was read before, and does not say which position it reflects, may have missed something.
    for (const key of UNPLACED) void this.options.queryClient.invalidateQueries({ queryKey: [key] });
  }

  private settle(floor: number, part: Omit<LiveState, 'viewer'>): LiveState | null {
    this.begin(floor);
    this.flush();
    const missed = this.ring.after(floor);
    if (missed === null) return null;
    let state: LiveState = { ...part, viewer: this.options.viewer };
    for (const event of missed) state = fold(state, event, this.options.clock.now()).state;
    return state;
  }

  private url(): string {
    const query = new URLSearchParams({ since: String(this.applied ?? 0) });
    if (this.log !== null) query.set('log', this.log);
    return `/messenger/ws?${query}`;
  }

  private receive(text: string): void {
    const frame = parseFrame(text);
    if (frame !== null) this.take(frame);
  }

  private take(frame: Frame): void {
    switch (frame.type) {
      case 'pong':
        return;
      case 'ready':
        this.log = frame.log;
        this.head = frame.head;
        this.arm('quiet', REPLAY_QUIET_MS, () => this.caughtUp());
        this.showStatus();
        return;
      case 'resync':
        this.resync(frame.seq);
        return;
      case 'presence':
        if (frame.user_id !== this.options.viewer.id) {
          this.presence.set(withPresence(this.presence.get(), frame, this.options.clock.now()));
        }
        return;
      default:
        this.enqueue(frame);
    }
  }

  private enqueue(event: LogEvent): void {
    const last = this.waiting.at(-1)?.seq ?? this.applied ?? 0;
    // The server may repeat after a resume; each event counts once.
    if (event.seq <= last) return;
    this.waiting.push(event);
    if (event.seq < this.head) {
      if (this.timers.has('quiet')) this.arm('quiet', REPLAY_QUIET_MS, () => this.caughtUp());
      if (!this.timers.has('flush')) this.arm('flush', REPLAY_BATCH_MS, () => this.flush());
    } else {
      this.flush();
    }
  }

  private flush(): void {
    this.disarm('flush');
    const events = this.waiting;
    if (events.length === 0) return;
    this.waiting = [];
    const before = this.readCache();
    let state = before;
    const effects: Effect[] = [];
    for (const event of events) {
      const folded = fold(state, event, this.options.clock.now());
      state = folded.state;
      effects.push(...folded.effects);
      this.ring.push(event);
      this.applied = event.seq;
      if (event.type === 'new_message' && event.message.direction === 'inbound') this.inbound.set(event.message);
    }
    this.writeCache(before, state);
    for (const effect of effects) this.perform(effect);
    if ((this.applied ?? 0) >= this.head) this.caughtUp();
    if (!this.timers.has('ack')) this.arm('ack', ACK_AFTER_MS, () => this.ack());
    this.showStatus();
  }

  private readCache(): LiveState {
    const cache = this.options.queryClient.getQueryCache();
    const lists: LiveList[] = [];
    for (const query of cache.findAll({ queryKey: ['chats'] })) {
      const data = query.state.data as ChatList | undefined;
      if (data !== undefined) lists.push({ filter: query.queryKey[1] as ListFilter, data });
    }
    const threads = new Map<string, Thread>();
    for (const query of cache.findAll({ queryKey: ['thread'] })) {
      const data = query.state.data as Thread | undefined;
      if (data !== undefined) threads.set(query.queryKey[1] as string, data);
    }
    return { viewer: this.options.viewer, lists, threads };
  }

  private writeCache(before: LiveState, after: LiveState): void {
    const { queryClient } = this.options;
    after.lists.forEach((list, index) => {
      if (list !== before.lists[index]) queryClient.setQueryData(chatsKey(list.filter), list.data);
    });
    for (const [chatId, thread] of after.threads) {
      if (thread !== before.threads.get(chatId)) queryClient.setQueryData(threadKey(chatId), thread);
    }
  }

  private perform(effect: Effect): void {
    const { queryClient } = this.options;
    switch (effect.kind) {
      case 'stats':
        if (!this.timers.has('stats')) {
          this.arm('stats', STATS_AFTER_MS, () => void queryClient.invalidateQueries({ queryKey: ['stats'] }));
        }
        return;
      case 'accounts':
        void queryClient.invalidateQueries({ queryKey: ['accounts'] });
        return;
      case 'arrived':
        this.options.onArrived?.(effect.message, effect.chat);
        return;
      case 'refresh':
        for (const key of effect.keys) this.stale.set(key.join(' '), key);
        if (!this.timers.has('refresh')) this.arm('refresh', REFRESH_AFTER_MS, () => this.refresh());
        return;
      case 'thread':
        void queryClient.invalidateQueries({ queryKey: threadKey(effect.chatId) });
        return;
      case 'lists':
        void queryClient.invalidateQueries({ queryKey: ['chats'] });
        return;
      case 'reread':
        this.reread();
    }
  }

  private refresh(): void {
    const keys = [...this.stale.values()];
    this.stale.clear();
    for (const queryKey of keys) void this.options.queryClient.invalidateQueries({ queryKey });
  }

  private reread(): void {
    const { queryClient } = this.options;
    for (const key of ['chats', 'thread', ...UNPLACED]) {
      void queryClient.invalidateQueries({ queryKey: [key] });
    }
  }

  private resync(seq: number): void {
    this.waiting = [];
    this.disarm('flush');
    this.applied = seq;
    this.ring.begin(seq);
    this.reread();
    this.showStatus();
  }

  private caughtUp(): void {
    this.disarm('quiet');
    this.showStatus();
  }

  private ack(): void {
    this.disarm('ack');
    const seq = this.applied ?? 0;
    if (seq > this.acked && this.socket.send({ type: 'ack', seq })) this.acked = seq;
  }

  private socketStatus(socket: SocketStatus): void {
    if (socket.kind === 'rejected') this.options.onRejected();
    if (socket.kind !== 'open') this.disarm('quiet');
    this.showStatus(socket);
  }

  private showStatus(socket = this.status.get().socket): void {
    const behind = this.timers.has('quiet') ? Math.max(0, this.head - (this.applied ?? 0)) : 0;
    const shown = this.status.get();
    if (socket !== shown.socket || behind !== shown.behind) this.status.set({ socket, behind });
  }

  private arm(name: Timer, ms: number, run: () => void): void {
    this.disarm(name);
    const { clock } = this.options;
    this.timers.set(
      name,
      clock.setTimeout(() => {
        this.timers.delete(name);
        run();
      }, ms),
    );
  }

  private disarm(name: Timer): void {
    const id = this.timers.get(name);
    if (id !== undefined) this.options.clock.clearTimeout(id);
    this.timers.delete(name);
  }
}
