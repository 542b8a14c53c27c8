/** Pushed rows find their place in the lists held by the cache. Applying the same frame twice changes nothing. */
import type { ConversationRow, GroupName, Operator, Page, Priority, SortName } from '@otklik/api';
import type { InfiniteData } from '@tanstack/react-query';
import { draftPreview } from '~/shared/drafts';
import type { ListFilter } from '~/shared/keys';
import { compareGroups, groupOf } from './grouping/order';

export type RowPages = InfiniteData<Page<ConversationRow>, string | null>;

/** Who looks: what nobody holds is theirs to take only in their own teams, if they belong to some. */
export type Me = Pick<Operator, 'id' | 'team_ids'>;

const active = new Set(['open', 'pending']);

/** A typed filter or a saved view is read by the server alone, and who named me it knows alone. */
export function onlyServerKnows(filter: ListFilter): boolean {
  return Boolean(filter.q) || filter.view === 'mentions' || filter.view.startsWith('saved:');
}

/** Whether the row is in the view; null when only the server can tell. */
export function belongs(row: ConversationRow, filter: ListFilter, me: Me): boolean | null {
  if (onlyServerKnows(filter)) return null;
  if (filter.inbox !== undefined && row.inbox_id !== filter.inbox) return false;
  const isActive = active.has(row.status);
  switch (filter.view) {
    case 'mine':
      return isActive && row.assignee?.id === me.id;
    case 'unassigned':
      return isActive && row.assignee === null && (me.team_ids.length === 0 || row.team === null || me.team_ids.includes(row.team.id));
    case 'waiting':
      return isActive && row.waiting_since !== null;
    case 'open':
      return isActive;
    case 'snoozed':
      return row.status === 'snoozed';
    case 'resolved':
      return row.status === 'resolved' && !row.spam;
    case 'spam':
      return row.spam;
    case 'failed':
      return row.failed > 0 && !row.spam;
    case 'drafts':
      return draftPreview(row.id) !== null;
    case 'all':
      return true;
    default:
      return filter.view === `team:${row.team?.id ?? ''}` ? isActive : false;
  }
}

const ranks: Record<Priority, number> = { low: -1, normal: 0, high: 1, urgent: 2 };
const byWaiting = new Set(['mine', 'unassigned', 'waiting', 'open']);

/** Group after group; within one, and without groups, in the order of the list. */
export function compareRows(view: string, sort?: SortName, group: GroupName | null = null): (a: ConversationRow, b: ConversationRow) => number {
  const within = compareInOrder(view, sort);
  if (!group) return within;
  const between = compareGroups(group);
  return (a, b) => between(groupOf(a, group), groupOf(b, group)) || within(a, b);
}

/** Longest waiting first, the rest by the last message; finished views by the last message only. */
function compareInOrder(view: string, sort: SortName = ''): (a: ConversationRow, b: ConversationRow) => number {
  const byView = byWaiting.has(view) || view.startsWith('team:');
  const waitingFirst = sort === 'waiting' || (byView && (sort === '' || sort === 'priority'));
  return (a, b) => {
    if (sort === 'priority' && a.priority !== b.priority) return ranks[b.priority] - ranks[a.priority];
    if (sort === 'created') return compareText(b.created_at, a.created_at) || b.id - a.id;
    if (sort === 'oldest') return compareText(a.last_message_at, b.last_message_at) || a.id - b.id;
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

/** `inside` are the rows that the server says are in the list, for those it alone can tell of. */
export function applyRows(pages: RowPages, change: RowChange, filter: ListFilter, me: Me, inside?: ReadonlySet<number>): RowPages {
  const held = new Map(pages.pages.flatMap((page) => page.items).map((row) => [row.id, row]));
  const before = [...held.values()];
  for (const id of change.gone) held.delete(id);
  for (const row of change.rows) settle(held, row, inside ? inside.has(row.id) : belongs(row, filter, me));
  const after = [...held.values()];
  if (after.length === before.length && after.every((row, index) => row === before[index])) return pages;
  const compare = compareRows(filter.view, filter.sort, filter.group === 'none' ? null : filter.group);
  const more = pages.pages.at(-1)?.next_cursor != null;
  const last = more ? before.at(-1) : undefined;
  const known = new Set(before.map((row) => row.id));
  const within = after.filter((row) => known.has(row.id) || !last || compare(row, last) < 0).sort(compare);
  return { ...pages, pages: pages.pages.map((page, index) => ({ ...page, items: index === 0 ? within : [] })) };
}

function settle(held: Map<number, ConversationRow>, row: ConversationRow, belonging: boolean | null): void {
  const known = held.get(row.id);
  if (known && known.version > row.version) return;
  if (known?.version === row.version && known.unread === row.unread && sameFacts(known, row)) return;
  if (belonging === false) held.delete(row.id);
  // A pushed row is without what only this list shows: that is asked for, and the old stands until then.
  else if (known || belonging) held.set(row.id, row.facts || !known?.facts ? row : { ...row, facts: known.facts });
}

function sameFacts(known: ConversationRow, row: ConversationRow): boolean {
  return !row.facts || JSON.stringify(row.facts) === JSON.stringify(known.facts);
}

/** The rows with their customers as they are named now; the same pages when none is among them. */
export function renamed(pages: RowPages, people: ConversationRow['contact'][]): RowPages {
  const now = new Map(people.map((one) => [one.id, one]));
  if (!pages.pages.some((page) => page.items.some((row) => now.has(row.contact.id)))) return pages;
  return { ...pages, pages: pages.pages.map((page) => ({ ...page, items: page.items.map((row) => ({ ...row, contact: now.get(row.contact.id) ?? row.contact })) })) };
}
