import type { Chat, Message, Platform, User } from '@/api/types';

/** A value and the log position it reflects: an event at or below it is already in the value. */
export type Row<T> = { readonly value: T; readonly seq: number };

export type ListFilter = {
  readonly tab: 'mine' | 'unassigned' | 'all';
  readonly platform: Platform | null;
  readonly window: 'closing' | null;
  readonly unread: boolean;
  /** How far the work has come; null: whatever it is. */
  readonly state: Chat['state'] | null;
  readonly label: string | null;
  readonly q: string;
};

/** The loaded head of one list, newest activity first; `next` is the cursor of the part that is not loaded. */
export type ChatList = {
  readonly rows: readonly Row<Chat>[];
  readonly next: string | null;
  readonly floor: number;
};

/** One conversation: the newest messages that are loaded, oldest first. */
export type Thread = {
  readonly chat: Row<Chat>;
  readonly rows: readonly Row<Message>[];
  /** There are messages before the first row. */
  readonly older: boolean;
  readonly floor: number;
  /** The viewer may no longer see it. */
  readonly lost: boolean;
};

export type Viewer = Pick<User, 'id' | 'role'>;

export type LiveList = { readonly filter: ListFilter; readonly data: ChatList };

/** Everything the event stream is folded into. */
export type LiveState = {
  readonly viewer: Viewer;
  readonly lists: readonly LiveList[];
  readonly threads: ReadonlyMap<string, Thread>;
};
