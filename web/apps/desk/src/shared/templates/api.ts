import type { ProviderTemplates } from '@otklik/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { keys } from '~/shared/keys';
import { server } from '~/shared/server';

/** What the provider has approved for an inbox, and a way to ask it again. */
export function useTemplates(inbox: number) {
  const client = useQueryClient();
  const listed = useQuery({ queryKey: keys.templates(inbox), queryFn: ({ signal }) => server.get<ProviderTemplates>(`/inboxes/${inbox}/templates`, undefined, signal), staleTime: 60_000 });
  const asking = useMutation({
    mutationFn: () => server.post<ProviderTemplates>(`/inboxes/${inbox}/templates/sync`),
    onSuccess: (told) => client.setQueryData(keys.templates(inbox), told),
  });
  return { listed, asking };
}
