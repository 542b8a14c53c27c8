/** The visitor's stream as plain values: merging what arrives, counting what is unread. */
import type { Shown } from './types';

const KEEP = 200;

export const isPending = (message: Shown) => Boolean(message.wait);
export const isSettled = (message: Shown) => !message.wait;

/**
 * Put new and changed messages into the list. Repeats do no harm; a confirmed message takes the place of the
 * pending one with the same client id; pending ones stay last, in the order they were written.
 */
export function merge(known: Shown[], items: Shown[]): Shown[] {
  const confirmed = new Map(known.filter(isSettled).map((message) => [message.id, message]));
  const arrived = new Set(items.map((item) => item.client_id).filter(Boolean));
  for (const item of items) confirmed.set(item.id, item);
  const settled = [...confirmed.values()].sort((one, other) => one.seq - other.seq).slice(-KEEP);
  return [...settled, ...known.filter((message) => isPending(message) && !arrived.has(message.client_id))];
}

/** The last position known; the server is asked for what came after it. */
export const lastSeq = (messages: Shown[]) =>
  messages.reduce((last, message) => (isPending(message) ? last : Math.max(last, message.seq)), 0);

export const unreadAfter = (messages: Shown[], read: number) =>
  messages.filter((message) => message.from !== 'visitor' && !message.deleted && message.seq > read).length;
