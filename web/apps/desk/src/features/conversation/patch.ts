/** The cached thread: pushed and fetched messages meet here, guarded by their versions. */
import type { Conversation, ConversationRow, LinkedConversation, Message } from '@otklik/api';

export interface Thread {
  /** Ascending by seq. */
  items: Message[];
  /** The first message of the conversation is among the items. */
  complete: boolean;
  /** More follows below that is not here: a stretch of history, into which nothing new may be mixed. */
  gap?: boolean;
}

export function applyMessages(thread: Thread, incoming: Message[]): Thread {
  const first = thread.items[0]?.seq ?? -Infinity;
  const known = new Map(thread.items.map((message) => [message.id, message]));
  const last = thread.gap ? (thread.items.at(-1)?.seq ?? -Infinity) : Infinity;
  let changed = false;
  for (const message of incoming) {
    const old = known.get(message.id);
    if (old ? old.version >= message.version : (message.seq < first && !thread.complete) || message.seq > last) continue;
    known.set(message.id, message);
    changed = true;
  }
  return changed ? { ...thread, items: inOrder([...known.values()]) } : thread;
}

/** Takes out what lives in another conversation now: a message keeps its id when it moves, and its version grows. */
export function dropMoved(thread: Thread, id: number, incoming: Message[]): Thread {
  const elsewhere = new Map(incoming.filter((message) => message.conversation_id !== id).map((message) => [message.id, message.version]));
  const items = thread.items.filter((message) => (elsewhere.get(message.id) ?? -Infinity) < message.version);
  return items.length === thread.items.length ? thread : { ...thread, items };
}

/** A refetched end of the thread keeps the history above it when the two touch. */
export function joinLatest(old: Thread | undefined, latest: Thread): Thread {
  const firstNew = latest.items[0]?.seq;
  const lastOld = old?.items.at(-1)?.seq;
  if (!old || firstNew === undefined || lastOld === undefined || lastOld < firstNew) return latest;
  const fresh = new Map(latest.items.map((message) => [message.id, message]));
  const kept = old.items.filter((message) => message.seq < firstNew || (fresh.get(message.id)?.version ?? Infinity) < message.version);
  for (const message of kept) fresh.set(message.id, message);
  return { items: inOrder([...fresh.values()]), complete: old.complete || latest.complete };
}

export function inOrder(messages: Message[]): Message[] {
  return messages.sort((a, b) => a.seq - b.seq || a.id - b.id);
}

/** The same conversation where the row is no kin of it; otherwise with what its parent or child is now. */
export function tellKin(known: Conversation, row: ConversationRow): Conversation {
  const tell = (one: LinkedConversation) => (one.id === row.id && (one.status !== row.status || one.subject !== row.subject || one.contact_name !== row.contact.name) ? { ...one, status: row.status, subject: row.subject, contact_name: row.contact.name } : one);
  const parent = known.parent && tell(known.parent);
  const children = known.children.map(tell);
  return parent === known.parent && children.every((one, place) => one === known.children[place]) ? known : { ...known, parent, children };
}
