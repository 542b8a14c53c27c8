/** Conversations I was told of and have not looked at yet, in this tab. */
import type { ConversationRow, Happening } from '@otklik/api';
import { createStore } from './store';

export const noticed = createStore<ReadonlyMap<number, Happening>>(new Map());

export function noteNotice(conversation: number, happening: Happening): void {
  noticed.set((known) => new Map(known).set(conversation, happening));
}

export function dropNotices(conversations: readonly number[]): void {
  noticed.set((known) => {
    if (!conversations.some((id) => known.has(id))) return known;
    const left = new Map(known);
    for (const id of conversations) left.delete(id);
    return left;
  });
}

/** What somebody has taken, closed or read needs nobody's attention any more. */
export function dropSettled(rows: readonly ConversationRow[], me: number): void {
  const known = noticed.get();
  if (known.size === 0) return;
  const settled = rows.filter((row) => {
    const happening = known.get(row.id);
    if (happening === undefined) return false;
    const taken = row.assignee !== null && row.assignee.id !== me;
    return row.status === 'resolved' || (taken && happening !== 'mention' && happening !== 'offer') || (row.unread === 0 && happening === 'reply');
  });
  dropNotices(settled.map((row) => row.id));
}
