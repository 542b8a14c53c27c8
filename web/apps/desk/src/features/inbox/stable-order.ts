/** While the list is held nothing in it moves; newcomers wait above it. */
import type { ConversationRow, GroupName } from '@otklik/api';
import { useRef } from 'react';
import { groupOf, type Group } from './grouping/order';

export interface ShownRows {
  rows: ConversationRow[];
  /** Rows waiting for the list to be let go. */
  pending: number;
}

/** `still`: under the hand, where nothing may change its place; `order`: rows that left go, the others keep their order. */
export type Hold = 'still' | 'order' | null;

/** Under which heading each shown row stands, and where it would stand now. */
export interface HeldGroups {
  held: ReadonlyMap<number, Group>;
  now: (row: ConversationRow) => Group;
}

/** Keeps the shown order, with fresh data; rows that left stay only under the hand, and only there under a heading that is theirs no more. */
export function holdOrder(shown: ConversationRow[], current: ConversationRow[], hold: 'still' | 'order' = 'still', groups?: HeldGroups): ShownRows {
  const fresh = new Map(current.map((row) => [row.id, row]));
  const held = new Set(shown.map((row) => row.id));
  const stays = (row: ConversationRow | undefined) => row !== undefined && (!groups || groups.now(row).key === groups.held.get(row.id)?.key);
  const last = shown.findLast((row) => stays(fresh.get(row.id)))?.id;
  const edge = current.findIndex((row) => row.id === last);
  const isNew = (row: ConversationRow) => !held.has(row.id);
  const joins = joining(shown, groups);
  const below = edge >= 0 ? current.slice(edge + 1).filter((row) => isNew(row) && joins(row)) : [];
  const kept = shown.flatMap((row) => {
    const now = fresh.get(row.id);
    if (hold === 'still') return now ?? row;
    return now && stays(now) ? now : [];
  });
  const rows = [...kept, ...below];
  if (hold === 'order' && groups) for (const row of current) if (held.has(row.id) && !stays(row)) settleIn(rows, row, current, groups);
  return { rows, pending: current.filter(isNew).length - below.length };
}

/** A group that others follow takes nobody in at the end of the list: that would be a second heading for it. */
function joining(shown: ConversationRow[], groups: HeldGroups | undefined): (row: ConversationRow) => boolean {
  if (!groups) return () => true;
  const taken = new Set(shown.map((row) => groups.held.get(row.id)?.key));
  taken.delete(groups.held.get(shown.at(-1)?.id ?? 0)?.key);
  return (row) => !taken.has(groups.now(row).key);
}

/** Puts a row whose group is another now where it belongs: behind the nearest one that stands before it there. */
function settleIn(rows: ConversationRow[], row: ConversationRow, current: ConversationRow[], { now }: HeldGroups): void {
  const place = new Map(rows.map((one, at) => [one.id, at]));
  const at = current.findIndex((one) => one.id === row.id);
  const before = current.slice(0, at).findLast((one) => place.has(one.id));
  const after = current.slice(at + 1).find((one) => place.has(one.id));
  const key = now(row).key;
  if (after && (!before || (now(after).key === key && now(before).key !== key))) rows.splice(place.get(after.id) ?? 0, 0, row);
  else rows.splice(before ? (place.get(before.id) ?? 0) + 1 : 0, 0, row);
}

export interface HeadedRows extends ShownRows {
  /** Under which heading each row stands; null without groups. */
  groups: ReadonlyMap<number, Group> | null;
}

/** What was drawn last, and of what it was made. */
interface Last {
  list: string;
  current: ConversationRow[];
  hold: Hold;
  group: GroupName | null;
  shown: HeadedRows;
}

/** The rows to draw, and the headings over them. A change of `list` lets the order go. */
export function useStableOrder(list: string, current: ConversationRow[], hold: Hold, group: GroupName | null = null): HeadedRows {
  const last = useRef<Last | null>(null);
  const before = last.current;
  const same = before !== null && before.list === list && before.group === group;
  if (same && before.current === current && before.hold === hold) return before.shown;
  const shown = arrange(same ? before.shown : null, current, hold, group);
  last.current = { list, current, hold, group, shown };
  return shown;
}

function arrange(before: HeadedRows | null, current: ConversationRow[], hold: Hold, group: GroupName | null): HeadedRows {
  if (hold === null || before === null || before.rows.length === 0) return { rows: current, pending: 0, groups: headings(current, group, null) };
  const held = group && before.groups ? { held: before.groups, now: (row: ConversationRow) => groupOf(row, group) } : undefined;
  const shown = holdOrder(before.rows, current, hold, held);
  return { ...shown, groups: headings(shown.rows, group, hold === 'still' ? before.groups : null) };
}

/** Each row's group; those in `held` stay where they were seen. */
function headings(rows: ConversationRow[], group: GroupName | null, held: ReadonlyMap<number, Group> | null): ReadonlyMap<number, Group> | null {
  return group && new Map(rows.map((row) => [row.id, held?.get(row.id) ?? groupOf(row, group)]));
}
