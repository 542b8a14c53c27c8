import type { Found } from '@otklik/api';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { keys } from '~/shared/keys';
import { server } from '~/shared/server';
import { paramsOf, type Asked } from './asked';

export function useSearch(asked: Asked) {
  return useInfiniteQuery({
    queryKey: keys.search(asked),
    queryFn: ({ pageParam, signal }) => server.get<Found>('/search', { ...paramsOf(asked), cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    enabled: Boolean(asked.q),
    staleTime: 10_000,
    placeholderData: keepPreviousData,
  });
}

/** A few of each kind while somebody types; nothing for less than two signs. */
export function useQuickSearch(q: string) {
  return useQuery({
    queryKey: keys.search({ quick: q }),
    queryFn: ({ signal }) => server.get<Found>('/search', { q, kind: 'all', limit: 5 }, signal),
    enabled: q.length >= 2,
    staleTime: 10_000,
    placeholderData: (before) => (q.length >= 2 ? before : undefined),
  });
}
