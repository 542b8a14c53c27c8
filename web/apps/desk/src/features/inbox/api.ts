import type { ConversationRow, Counts, Page } from '@otklik/api';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { keys, type ListFilter } from '~/shared/keys';
import { useKeptList } from '~/shared/saved/laying';
import { server } from '~/shared/server';

const PAGE = 50;

/** A list as the server is asked for it. */
export function wireFilter(filter: ListFilter) {
  return { view: filter.view, inbox_id: filter.inbox, filter: filter.q, sort: filter.sort };
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
    ...(filter.q && { placeholderData: keepPreviousData }),
  });
  // A row that moved up between two pages is on both of them.
  const rows = useMemo(() => [...new Map(query.data?.pages.flatMap((page) => page.items).map((row) => [row.id, row] as const)).values()], [query.data]);
  return { ...query, rows };
}

export function useCounts(): Counts | undefined {
  return useQuery({
    queryKey: keys.counts,
    queryFn: () => server.get<Counts>('/conversations/counts'),
    staleTime: Infinity,
  }).data;
}

export { useSavedViews } from '~/shared/saved-views';
