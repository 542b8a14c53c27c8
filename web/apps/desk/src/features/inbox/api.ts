import type { ConversationRow, Counts, ListGroup, Page } from '@otklik/api';
import { useInfiniteQuery, useQuery, type QueryKey } from '@tanstack/react-query';
import { useMemo } from 'react';
import { keys, type ListFilter } from '~/shared/keys';
import { useKeptList } from '~/shared/saved/laying';
import { server } from '~/shared/server';

const PAGE = 50;

/** A list as the server is asked for it. */
export function wireFilter(filter: ListFilter) {
  return { view: filter.view, inbox_id: filter.inbox, filter: filter.q, sort: filter.sort, group: filter.group, folded: filter.folded, columns: filter.columns };
}

/** Whether what was shown stays until the list that is asked for has come: while words are typed, and groups folded. */
function staysFrom(filter: ListFilter, key: QueryKey | undefined): boolean {
  const before = key?.[1] as ListFilter | undefined;
  if (!before) return false;
  return Boolean(filter.q) || (filter.folded !== before.folded && JSON.stringify({ ...filter, folded: null }) === JSON.stringify({ ...before, folded: null }));
}

export function useConversationList(filter: ListFilter) {
  useKeptList(filter);
  const query = useInfiniteQuery({
    queryKey: keys.list(filter),
    queryFn: ({ pageParam, signal }) =>
      server.get<Page<ConversationRow>>(
        '/conversations',
        { ...wireFilter(filter), cursor: pageParam, limit: PAGE },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: 30_000,
    placeholderData: (rows, before) => (staysFrom(filter, before?.queryKey) ? rows : undefined),
  });
  // A row that moved up between two pages is on both of them.
  const rows = useMemo(() => [...new Map(query.data?.pages.flatMap((page) => page.items).map((row) => [row.id, row] as const)).values()], [query.data]);
  return { ...query, rows };
}

/** The groups of a list with how much they hold; asked for again as things change, not by the clock. */
export function useListGroups(filter: ListFilter, on: boolean): ListGroup[] | undefined {
  const { view, inbox_id, filter: typed, group } = wireFilter(filter);
  const asked = { view, inbox_id, filter: typed, group };
  return useQuery({
    queryKey: keys.groupsOf(asked),
    queryFn: async ({ signal }) => (await server.get<{ items: ListGroup[] }>('/conversations/groups', asked, signal)).items,
    enabled: on,
    staleTime: 30_000,
  }).data;
}

export function useCounts(): Counts | undefined {
  return useQuery({
    queryKey: keys.counts,
    queryFn: () => server.get<Counts>('/conversations/counts'),
    staleTime: Infinity,
  }).data;
}

export { useSavedViews } from '~/shared/saved-views';
