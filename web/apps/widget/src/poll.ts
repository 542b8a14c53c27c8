/** One long poll, where sockets are cut. */
import type { Call } from './api';
import type { Frame, Message } from './types';

const WAIT_S = 25;

interface Polled {
  items: Message[];
  read: number;
  state: Omit<Extract<Frame, { type: 'state' }>, 'type'>;
}

/** Ask for news and hear them as if they had come by the socket; the first poll after a fault does not wait. */
export async function poll(call: Call, after: number, first: boolean, hear: (frame: Frame) => void, signal: AbortSignal) {
  const path = `events?after_seq=${after}&wait=${first ? 0 : WAIT_S}`;
  const { items, read, state } = await call<Polled>('GET', path, undefined, signal);
  if (first) hear({ type: 'ready' });
  hear({ type: 'messages', items });
  hear({ type: 'read', seq: read });
  hear({ type: 'state', ...state });
}
