import type { Contact, Page } from '@otklik/api';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from '~/shared/keys';
import { server } from '~/shared/server';
import type { People } from './asked';

/** The people of a filter, page by page as one scrolls. */
export function usePeople(people: People) {
  return useInfiniteQuery({
    queryKey: keys.people(people),
    queryFn: ({ pageParam }) => server.get<Page<Contact>>('/contacts', { ...people, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: 30_000,
  });
}

export interface NewPerson {
  name: string;
  phone: string | null;
  email: string | null;
  company: string | null;
}

export function useCreatePerson(onMade: (contact: Contact) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (person: NewPerson) => server.post<Contact>('/contacts', person),
    onSuccess: (contact) => {
      client.setQueryData(keys.contact(contact.id), contact);
      void client.invalidateQueries({ queryKey: keys.peoples });
      onMade(contact);
    },
  });
}
