/** Pushed rows find their place in the lists held by the cache. Applying the same frame twice changes nothing. */
import type { ConversationRow, Page } from '@otklik/api';
import type { InfiniteData } from '@tanstack/react-query';
import { draftPreview } from '~/shared/drafts';
import type { ListFilter } from '~/shared/keys';

export type RowPages = InfiniteData<Page<ConversationRow>, string | null>;

const active = new Set(['open', 'pending']);

/** Whether the row is in the view; null when only the server can tell. */
export function belongs(row: ConversationRow, filter: ListFilter, me: number): boolean | null {
  if (filter.q) return null;
  if (filter.inbox !== undefined && row.inbox_id !== filter.inbox) return false;
  const isActive = active.has(row.status);
  switch (filter.view) {
    case 'mine':
      return isActive && row.assignee?.id === me;
    case 'unassigned':
      return isActive && row.assignee === null;
    case 'waiting':
      return isActive && row.waiting_since !== null;
    case 'open':
      return isActive;
    case 'snoozed':
      return row.status === 'snoozed';
    case 'resolved':
      return row.status === 'resolved';
    case 'failed':
      return row.failed > 0;
    case 'drafts':
      return draftPreview(row.id) !== null;
    case 'all':
      return true;
    default:
      return filter.view === `team:${row.team?.id ?? ''}` ? isActive : false;
  }
}

const byWaiting = new Set(['mine', 'unassigned', 'waiting', 'open']);

/** Longest waiting first, the rest by the last message; finished views by the last message only. */
export function compareRows(view: string): (a: ConversationRow, b: ConversationRow) => number {
  const waitingFirst = byWaiting.has(view) || view.startsWith('team:');
  return (a, b) => {
    if (waitingFirst && a.waiting_since !== b.waiting_since) {
      if (a.waiting_since === null) return 1;
      if (b.waiting_since === null) return -1;
      return a.waiting_since < b.waiting_since ? -1 : 1;
    }
    return compareText(b.last_message_at, a.last_message_at) || b.id - a.id;
  };
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

export interface RowChange {
  rows: ConversationRow[];
  gone: number[];
}

export function applyRows(pages: RowPages, change: RowChange, filter: ListFilter, me: number): RowPages {
  const held = new Map(pages.pages.flatMap((page) => page.items).map((row) => [row.id, row]));
  const before = [...held.values()];
  for (const id of change.gone) held.delete(id);
  for (const row of change.rows) settle(held, row, belongs(row, filter, me));
  const after = [...held.values()];
  if (after.length === before.length && after.every((row, index) => row === before[index])) return pages;
  const compare = compareRows(filter.view);
  const more = pages.pages.at(-1)?.next_cursor != null;
  const last = more ? before.at(-1) : undefined;
  const known = new Set(before.map((row) => row.id));
  const within = after.filter((row) => known.has(row.id) || !last || compare(row, last) < 0).sort(compare);
  return { ...pages, pages: pages.pages.map((page, index) => ({ ...page, items: index === 0 ? within : [] })) };
}

function settle(held: Map<number, ConversationRow>, row: ConversationRow, belonging: boolean | null): void {
  const known = held.get(row.id);
  if (known && known.version > row.version) return;
  if (known?.version === row.version && known.unread === row.unread) return;
  if (belonging === false) held.delete(row.id);
  else if (known || belonging) held.set(row.id, row);
}
