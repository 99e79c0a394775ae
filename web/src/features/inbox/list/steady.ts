import type { Chat } from '@/api/types';
import type { Row } from '@/lib/live/model';

/**
 * The rows in the order in which they were shown: contents are new, places are not. What came in since is left out,
 * what is gone leaves, and what was loaded below the shown part follows it.
 */
export function inSteadyOrder(shown: readonly string[], rows: readonly Row<Chat>[]): readonly Row<Chat>[] {
  const places = new Map(rows.map((row, index) => [row.value.id, index]));
  const steady: Row<Chat>[] = [];
  let lowest = -1;
  for (const id of shown) {
    const place = places.get(id);
    const row = place === undefined ? undefined : rows[place];
    if (place === undefined || row === undefined) continue;
    steady.push(row);
    lowest = Math.max(lowest, place);
  }
  const known = new Set(shown);
  return [...steady, ...rows.slice(lowest + 1).filter((row) => !known.has(row.value.id))];
}

/** How many chats stand higher in the new order than in the shown one, or are not shown at all. */
export function risen(shown: readonly Row<Chat>[], next: readonly Row<Chat>[]): number {
  const place = new Map(shown.map((row, index) => [row.value.id, index]));
  const passed = new Set<number>();
  let expected = 0;
  let count = 0;
  for (const row of next) {
    while (passed.has(expected)) expected += 1;
    if (expected >= shown.length) break;
    const at = place.get(row.value.id);
    if (at === expected) {
      expected += 1;
      continue;
    }
    count += 1;
    if (at !== undefined) passed.add(at);
  }
  return count;
}
