/** A flat list of messages into what the thread draws: days, the unread line, groups of bubbles, system lines. */
import type { Message } from '@otklik/api';
import { dayKey } from '@otklik/i18n';

export type Block =
  | { type: 'day'; key: string; at: string }
  | { type: 'unread'; key: string; at: string }
  | { type: 'events'; key: string; events: Message[] }
  | { type: 'group'; key: string; side: 'in' | 'out'; note: boolean; messages: Message[] };

const GROUP_MS = 5 * 60_000;

export function arrange(messages: Message[], readSeq: number): Block[] {
  const blocks: Block[] = [];
  let day = '';
  let unreadShown = false;
  for (const message of messages) {
    const key = dayKey(new Date(message.sent_at));
    if (key !== day) blocks.push({ type: 'day', key: `day ${key}`, at: message.sent_at });
    day = key;
    if (!unreadShown && message.direction === 'in' && message.seq > readSeq) {
      unreadShown = true;
      blocks.push({ type: 'unread', key: 'unread', at: message.sent_at });
    }
    place(blocks, message);
  }
  return blocks;
}

function place(blocks: Block[], message: Message): void {
  const last = blocks.at(-1);
  if (message.kind === 'event' || message.direction === 'system') {
    if (last?.type === 'events') last.events.push(message);
    else blocks.push({ type: 'events', key: `events ${message.id}`, events: [message] });
    return;
  }
  if (last?.type === 'group' && continues(last.messages.at(-1), message)) last.messages.push(message);
  else blocks.push({ type: 'group', key: `group ${message.id}`, side: message.direction === 'in' ? 'in' : 'out', note: message.note, messages: [message] });
}

function continues(previous: Message | undefined, message: Message): boolean {
  if (previous?.note !== message.note || previous.direction !== message.direction) return false;
  if (previous.author.kind !== message.author.kind || previous.author.id !== message.author.id) return false;
  if (previous.channel !== message.channel || message.kind === 'mail') return false;
  return Date.parse(message.sent_at) - Date.parse(previous.sent_at) < GROUP_MS;
}
