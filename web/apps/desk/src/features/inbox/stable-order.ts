/** While the list is under the pointer nothing in it moves; newcomers wait above it. */
import type { ConversationRow } from '@otklik/api';
import { useRef } from 'react';

export interface ShownRows {
  rows: ConversationRow[];
  /** Rows waiting for the list to be let go. */
  pending: number;
}

/** Keeps the shown order and the rows that left, with fresh data for those still here. */
export function holdOrder(shown: ConversationRow[], current: ConversationRow[]): ShownRows {
  const fresh = new Map(current.map((row) => [row.id, row]));
  const held = new Set(shown.map((row) => row.id));
  const edge = shown.length > 0 ? current.findIndex((row) => row.id === shown.at(-1)?.id) : -1;
  const isNew = (row: ConversationRow) => !held.has(row.id);
  const below = edge >= 0 ? current.slice(edge + 1).filter(isNew) : [];
  return {
    rows: [...shown.map((row) => fresh.get(row.id) ?? row), ...below],
    pending: current.filter(isNew).length - below.length,
  };
}

/** The rows to draw. `frozen` holds the order; a change of `list` lets it go. */
export function useStableOrder(list: string, current: ConversationRow[], frozen: boolean): ShownRows {
  const last = useRef<{ list: string; rows: ConversationRow[] }>({ list, rows: current });
  const hold = frozen && last.current.list === list && last.current.rows.length > 0;
  const shown = hold ? holdOrder(last.current.rows, current) : { rows: current, pending: 0 };
  last.current = { list, rows: shown.rows };
  return shown;
}
