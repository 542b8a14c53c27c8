/** Asks a message of the open thread to be edited, from the field below it. */
import type { Message } from '@otklik/api';
import { createStore } from './store';

export const editRequest = createStore<number | null>(null);

/** Whether a message may still be changed: within so many seconds, and not at all for none. */
export function isWithin(message: Message, seconds: number, now = Date.now()): boolean {
  return now < Date.parse(message.sent_at) + seconds * 1000;
}

/** What I said last in a conversation, as far as it was said by a channel. */
export function lastOwn(messages: readonly Message[], me: number): Message | undefined {
  return messages.findLast((one) => one.author.kind === 'operator' && one.author.id === me && !one.note && one.deleted_at === null);
}
