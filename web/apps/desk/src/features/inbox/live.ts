/** Socket frames into the cached lists and counters. */
import type { ServerFrame } from '@otklik/realtime';
import type { QueryClient } from '@tanstack/react-query';
import { keys, type ListFilter } from '~/shared/keys';
import { applyRows, type RowPages } from './patch';

export function followLists(client: QueryClient, frame: ServerFrame, me: number): void {
  if (frame.type === 'counts') client.setQueryData(keys.counts, frame.counts);
  if (frame.type === 'drafts') void client.invalidateQueries({ queryKey: keys.lists, predicate: (query) => (query.queryKey[1] as ListFilter).view === 'drafts' });
  if (frame.type !== 'changes') return;
  const change = { rows: frame.conversations ?? [], gone: frame.gone ?? [] };
  if (change.rows.length === 0 && change.gone.length === 0) return;
  for (const query of client.getQueryCache().findAll({ queryKey: keys.lists })) {
    const filter = query.queryKey[1] as ListFilter;
    client.setQueryData<RowPages>(query.queryKey, (pages) => pages && applyRows(pages, change, filter, me));
  }
}
