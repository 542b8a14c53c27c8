/** While the list is held nothing in it moves; newcomers wait above it. */
import type { ConversationRow } from '@otklik/api';
import { useRef } from 'react';

export interface ShownRows {
  rows: ConversationRow[];
  /** Rows waiting for the list to be let go. */
  pending: number;
}

/** `still`: under the hand, where nothing may change its place; `order`: rows that left go, the others keep their order. */
export type Hold = 'still' | 'order' | null;

/** Keeps the shown order, with fresh data; rows that left stay only under the hand. */
export function holdOrder(shown: ConversationRow[], current: ConversationRow[], hold: 'still' | 'order' = 'still'): ShownRows {
  const fresh = new Map(current.map((row) => [row.id, row]));
  const held = new Set(shown.map((row) => row.id));
  const last = shown.findLast((row) => fresh.has(row.id))?.id;
  const edge = current.findIndex((row) => row.id === last);
  const isNew = (row: ConversationRow) => !held.has(row.id);
  const below = edge >= 0 ? current.slice(edge + 1).filter(isNew) : [];
  const kept = shown.flatMap((row) => fresh.get(row.id) ?? (hold === 'still' ? row : []));
  return { rows: [...kept, ...below], pending: current.filter(isNew).length - below.length };
}

/** The rows to draw. A change of `list` lets the order go. */
export function useStableOrder(list: string, current: ConversationRow[], hold: Hold): ShownRows {
  const last = useRef<{ list: string; rows: ConversationRow[] }>({ list, rows: current });
  const holds = hold !== null && last.current.list === list && last.current.rows.length > 0;
  const shown = holds ? holdOrder(last.current.rows, current, hold) : { rows: current, pending: 0 };
  last.current = { list, rows: shown.rows };
  return shown;
}
