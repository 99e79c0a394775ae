import type { Delivery } from '@/api/types';

/** What the live test knows. */
export type Heard =
  | { readonly kind: 'waiting' }
  /** Meta reached this server for the account, but no message came of it. */
  | { readonly kind: 'other'; readonly delivery: Delivery; readonly reason: string | null }
  | { readonly kind: 'message'; readonly delivery: Delivery; readonly chatId: string; readonly messageId: string };

/** What came for an account since the test began (`after` is the server's time of the newest delivery then). */
export function heardSince(deliveries: readonly Delivery[], after: string | null, accountId: string): Heard {
  let other: Heard = { kind: 'waiting' };
  for (const delivery of deliveries) {
    if (after !== null && Date.parse(delivery.received_at) <= Date.parse(after)) break;
    if (delivery.reason !== null) other = { kind: 'other', delivery, reason: delivery.reason };
    for (const item of delivery.items) {
      if (item.account_id !== accountId) continue;
      const { chat_id: chatId, message_id: messageId } = item;
      if (item.kind === 'message' && chatId !== null && messageId !== null) {
        return { kind: 'message', delivery, chatId, messageId };
      }
      other = { kind: 'other', delivery, reason: item.reason };
    }
  }
  return other;
}
