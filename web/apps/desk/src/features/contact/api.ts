import type { Contact, Page, Suggestion, TimelineEntry } from '@otklik/api';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { keys } from '~/shared/keys';
import { tellProblem } from '~/shared/problem-text';
import { server } from '~/shared/server';

export function useContact(id: number) {
  return useQuery({ queryKey: keys.contact(id), queryFn: () => server.get<Contact>(`/contacts/${id}`), staleTime: 60_000 });
}

export type ContactChange = Partial<Pick<Contact, 'vip' | 'blocked'>>;

export function useChangeContact(id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: ContactChange) => server.patch<Contact>(`/contacts/${id}`, change),
    onMutate: (change) => {
      const before = client.getQueryData<Contact>(keys.contact(id));
      if (before) client.setQueryData<Contact>(keys.contact(id), { ...before, ...change });
      return { before };
    },
    onSuccess: (contact) => client.setQueryData(keys.contact(id), contact),
    onError: (error, _change, context) => {
      if (context?.before) client.setQueryData(keys.contact(id), context.before);
      tellProblem(error);
    },
  });
}

export function useTimeline(id: number) {
  return useInfiniteQuery({
    queryKey: keys.timeline(id),
    queryFn: ({ pageParam }) => server.get<Page<TimelineEntry>>(`/contacts/${id}/timeline`, { cursor: pageParam, limit: 10 }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: 30_000,
  });
}

export function useSuggestions(id: number) {
  return useQuery({
    queryKey: keys.suggestions(id),
    queryFn: async () => {
      const answer = await server.get<Suggestion[] | { items: Suggestion[] }>(`/contacts/${id}/suggestions`);
      return Array.isArray(answer) ? answer : answer.items;
    },
    staleTime: 60_000,
  });
}

export function useMerge(id: number) {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries();
  const merge = useMutation({
    mutationFn: (other: number) => server.post<Contact & { merge_id: number }>(`/contacts/${id}/merge`, { other_id: other }),
    onSuccess: refresh,
    onError: tellProblem,
  });
  const undo = useMutation({
    mutationFn: (mergeId: number) => server.post(`/contacts/merges/${mergeId}/undo`),
    onSuccess: refresh,
    onError: tellProblem,
  });
  return { merge, undo };
}
