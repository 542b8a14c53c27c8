/** What stands in a grouped list one below the other: headings and rows. */
import type { ConversationRow, GroupName, ListGroup } from '@otklik/api';
import { compareGroups, type Group } from './order';

export interface Heading {
  kind: 'heading';
  group: Group;
  /** How much is in it, as far as known; 1000 is "so many or more". */
  count: number | null;
  folded: boolean;
  /** Place of its first row, or of the next group's, among the rows shown. */
  first: number;
}

export interface RowItem {
  kind: 'row';
  row: ConversationRow;
  /** Its place among the rows shown. */
  at: number;
}

export type ListItem = Heading | RowItem;

interface Held {
  rows: ConversationRow[];
  /** Under which heading each row stands; without groups there is none. */
  groups: ReadonlyMap<number, Group> | null;
}

interface Known {
  group: GroupName | null;
  /** All groups with anything in them, in order, once the server has told. */
  counted: ListGroup[] | undefined;
  folded: ReadonlySet<string>;
  /** There are rows that are not loaded yet. */
  more: boolean;
}

interface Piece {
  group: Group;
  rows: ConversationRow[];
}

/** Rows under the headings of their groups, and those headings whose groups are folded. What is not loaded yet has no heading, and neither has what comes after it. */
export function layOut({ rows, groups }: Held, { group, counted, folded, more }: Known): ListItem[] {
  if (!group || !groups) return rows.map((row, at) => ({ kind: 'row', row, at }));
  const pieces = cut(rows, groups);
  const compare = compareGroups(group);
  const shown = new Set(pieces.map((piece) => piece.group.key));
  const last = pieces.at(-1)?.group;
  for (const one of counted ?? []) {
    const beyond = more && last !== undefined && compare(one, last) > 0;
    if (folded.has(one.key) && !shown.has(one.key) && !beyond) insert(pieces, { group: one, rows: [] }, compare);
  }
  const numbers = new Map(counted?.map((one) => [one.key, one.count]));
  const items: ListItem[] = [];
  let at = 0;
  for (const [index, piece] of pieces.entries()) {
    const closed = folded.has(piece.group.key);
    const whole = !closed && (!more || index < pieces.length - 1 || piece.group.key !== last?.key);
    const told = numbers.get(piece.group.key) ?? null;
    const count = whole ? piece.rows.length : told === null ? null : Math.max(told, piece.rows.length);
    items.push({ kind: 'heading', group: piece.group, count, folded: closed, first: at });
    if (closed) continue;
    for (const row of piece.rows) items.push({ kind: 'row', row, at: at++ });
  }
  return items;
}

/** Those who stay under one heading, in the order they are shown. */
function cut(rows: ConversationRow[], groups: ReadonlyMap<number, Group>): Piece[] {
  const pieces: Piece[] = [];
  for (const row of rows) {
    const group = groups.get(row.id);
    if (!group) continue;
    const piece = pieces.at(-1);
    if (piece?.group.key === group.key) piece.rows.push(row);
    else pieces.push({ group, rows: [row] });
  }
  return pieces;
}

function insert(pieces: Piece[], piece: Piece, compare: (a: Group, b: Group) => number): void {
  const after = pieces.findIndex((one) => compare(one.group, piece.group) > 0);
  pieces.splice(after < 0 ? pieces.length : after, 0, piece);
}
