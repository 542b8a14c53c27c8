/** A customer's card in the cache, read and changed from the card itself and from the conversation. */
import type { Contact } from '@otklik/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { keys } from './keys';
import { tellProblem } from './problem-text';
import { server } from './server';

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
