/** Pages of history that come in at either edge of what is shown. */
import type { Message } from '@otklik/api';
import { applyMessages, inOrder, type Thread } from './patch';

/** How many messages are kept on the screen; beyond that the far end goes and is fetched again when it is near. */
export const KEPT = 300;

export function prependOlder(thread: Thread, older: Message[], complete: boolean): Thread {
  const items = joined(older, thread.items);
  return items.length > KEPT ? { items: items.slice(0, KEPT), complete, gap: true } : { ...thread, items, complete };
}

/** Goes on below a stretch of history; `end` says that nothing newer follows. */
export function appendNewer(thread: Thread, newer: Message[], end: boolean): Thread {
  const items = joined(thread.items, newer);
  const over = Math.max(0, items.length - KEPT);
  return { items: items.slice(over), complete: thread.complete && over === 0, gap: !end };
}

/** Messages read again: those that are no longer there leave, newer versions take the place of older ones. */
export function refresh(thread: Thread, fresh: Message[]): Thread {
  const there = new Set(fresh.map((message) => message.id));
  const last = fresh.at(-1)?.seq ?? Infinity;
  return applyMessages({ ...thread, items: thread.items.filter((message) => there.has(message.id) || message.seq > last) }, fresh);
}

function joined(above: Message[], below: Message[]): Message[] {
  const known = new Set(below.map((message) => message.id));
  return inOrder([...above.filter((message) => !known.has(message.id)), ...below]);
}
