/** What the blocks of the card ask the server for. */
import type { Consent, ContactFile, ContactNote, Page, Rating, Visit } from '@otklik/api';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { keys } from '~/shared/keys';
import { tellProblem } from '~/shared/problem-text';
import { server } from '~/shared/server';

const FRESH_MS = 30_000;

function usePages<Item>(queryKey: readonly unknown[], path: string, query: Record<string, string | number>) {
  return useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => server.get<Page<Item>>(path, { ...query, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: FRESH_MS,
  });
}

export const useNotes = (contact: number) => usePages<ContactNote>(keys.contactNotes(contact), `/contacts/${contact}/notes`, { limit: 10 });

export const useFiles = (contact: number, kind: 'picture' | 'other') => usePages<ContactFile>(keys.contactFiles(contact, kind), `/contacts/${contact}/files`, { kind, limit: kind === 'picture' ? 12 : 8 });

export function useNoteDeeds(contact: number) {
  const client = useQueryClient();
  const base = { onSettled: () => client.invalidateQueries({ queryKey: keys.contactNotes(contact) }), onError: tellProblem };
  return {
    write: useMutation({ ...base, mutationFn: (text: string) => server.post<ContactNote>(`/contacts/${contact}/notes`, { text }) }),
    change: useMutation({ ...base, mutationFn: ({ id, text }: { id: number; text: string }) => server.patch<ContactNote>(`/contacts/notes/${id}`, { text }) }),
    remove: useMutation({ ...base, mutationFn: (id: number) => server.delete(`/contacts/notes/${id}`) }),
    restore: useMutation({ ...base, mutationFn: (id: number) => server.post<ContactNote>(`/contacts/notes/${id}/restore`) }),
  };
}

export function useConsents(contact: number) {
  return useQuery({ queryKey: keys.consents(contact), queryFn: async () => (await server.get<{ items: Consent[] }>(`/contacts/${contact}/consents`)).items, staleTime: FRESH_MS });
}

export function useRecordConsent(contact: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (said: { identity_id: number; given: boolean }) => server.post(`/contacts/${contact}/consents`, said),
    onSettled: () => client.invalidateQueries({ queryKey: keys.consents(contact) }),
    onError: tellProblem,
  });
}

export function useRatings(contact: number) {
  return useQuery({ queryKey: keys.ratings(contact), queryFn: async () => (await server.get<{ items: Rating[] }>(`/contacts/${contact}/ratings`)).items, staleTime: FRESH_MS });
}

export function useVisits(contact: number) {
  return useQuery({ queryKey: keys.visits(contact), queryFn: async () => (await server.get<{ items: Visit[] }>(`/contacts/${contact}/visits`)).items, staleTime: FRESH_MS });
}
