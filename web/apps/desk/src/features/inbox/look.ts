/** How a list is looked at: what the address says, what its saved view keeps, and for built-in lists what I prefer. */
import type { GroupName, ListLook, SavedView } from '@otklik/api';
import { useMemo } from 'react';
import type { ListFilter } from '~/shared/keys';
import { usePreferences } from '~/shared/preferences';
import { useSavedViews } from '~/shared/saved-views';
import { askedColumns, readColumns, type RowColumns } from './columns/columns';
import { useFolded } from './grouping/folds';

const plain: ListLook = { group: null, columns: null };

export function savedOf(view: string, saved: SavedView[] | undefined): SavedView | undefined {
  return view.startsWith('saved:') ? saved?.find((one) => `saved:${one.id}` === view) : undefined;
}

/** What a list is grouped by; null for nothing. */
export function shownGroup(filter: ListFilter, saved: SavedView[] | undefined): GroupName | null {
  if (filter.group === 'none') return null;
  return filter.group ?? savedOf(filter.view, saved)?.group ?? null;
}

/** The list that an address names, with what I prefer for it and the groups I folded. */
export function useListFilter({ view, inbox, q, sort, group }: ListFilter): ListFilter {
  const [{ lists }] = usePreferences();
  const saved = useSavedViews();
  const built = !view.startsWith('saved:');
  const look = built ? (lists[view] ?? plain) : plain;
  const chosen = built && group === 'none' ? undefined : (group ?? look.group ?? undefined);
  const shown = shownGroup({ view, group: chosen }, saved);
  const folded = [...useFolded(view, shown)].sort().join(',') || undefined;
  const columns = askedColumns(look.columns) || undefined;
  return useMemo(() => ({ view, inbox, q, sort, group: chosen, folded, columns }), [view, inbox, q, sort, chosen, folded, columns]);
}

/** The facts its rows show. */
export function useColumns(view: string): RowColumns {
  const columns = useChosenColumns(view);
  return useMemo(() => readColumns(columns), [columns]);
}

/** The columns that were chosen for a list; null for the usual ones. */
export function useChosenColumns(view: string): readonly string[] | null {
  const [{ lists }] = usePreferences();
  const saved = useSavedViews();
  return view.startsWith('saved:') ? (savedOf(view, saved)?.columns ?? null) : (lists[view]?.columns ?? null);
}

/** Changes how I want a built-in list. */
export function useChangeLook(view: string): (change: Partial<ListLook>) => void {
  const [, prefer] = usePreferences();
  return (change) => prefer(({ lists }) => ({ lists: withLook(lists, view, change) }));
}

/** The looks of lists with one of them changed; one that is as usual is not kept. */
export function withLook(lists: Record<string, ListLook>, view: string, change: Partial<ListLook>): Record<string, ListLook> {
  const { [view]: known = plain, ...others } = lists;
  const next = { ...known, ...change };
  return next.group === null && next.columns === null ? others : { ...others, [view]: next };
}
