/** Which rows are chosen in the list that is open. */
import { createStore } from '~/shared/store';

export interface Selection {
  /** The list they were chosen in; another list begins with nothing chosen. */
  list: string;
  ids: ReadonlySet<number>;
  /** Where a range begins. */
  anchor: number | null;
  /** Everything the list holds, also what is not loaded. */
  all: boolean;
}

const nothing: Selection = { list: '', ids: new Set(), anchor: null, all: false };

export const selection = createStore<Selection>(nothing);

export function clearSelection(): void {
  selection.set(nothing);
}

export function chosenIn(state: Selection, list: string): ReadonlySet<number> {
  return state.list === list ? state.ids : nothing.ids;
}

export function toggled(state: Selection, list: string, id: number): Selection {
  const ids = new Set(chosenIn(state, list));
  if (!ids.delete(id)) ids.add(id);
  return { list, ids, anchor: id, all: false };
}

/** Chooses everything between the anchor and this row as well. */
export function stretched(state: Selection, list: string, id: number, order: number[]): Selection {
  const ids = new Set(chosenIn(state, list));
  const from = state.list === list && state.anchor !== null ? order.indexOf(state.anchor) : -1;
  const to = order.indexOf(id);
  if (from < 0 || to < 0) return toggled(state, list, id);
  for (const one of order.slice(Math.min(from, to), Math.max(from, to) + 1)) ids.add(one);
  return { list, ids, anchor: id, all: false };
}
