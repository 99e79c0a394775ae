import type { Chat, Message } from '@/api/types';
import type { Row } from './model';

// Times are compared as numbers: as text, "…00Z" would sort after "…00.5Z".

/** Newest activity first; the id settles equal times so that every tab shows one order. */
export function byActivity(a: Chat, b: Chat): number {
  return Date.parse(b.updated_at) - Date.parse(a.updated_at) || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}

/** Oldest first, as a thread is read. */
export function byTime(a: Message, b: Message): number {
  return Date.parse(a.timestamp) - Date.parse(b.timestamp) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** Where `value` belongs in rows that are already in order. */
export function placeOf<T>(rows: readonly Row<T>[], value: T, compare: (a: T, b: T) => number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = rows[middle];
    if (row !== undefined && compare(row.value, value) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function insertAt<T>(rows: readonly T[], index: number, row: T): T[] {
  return [...rows.slice(0, index), row, ...rows.slice(index)];
}
