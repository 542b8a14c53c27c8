import type { Capabilities, Channel, Inbox } from '@otklik/api';
import { useQuery } from '@tanstack/react-query';
import { keys } from './keys';
import { server } from './server';

export function useChannels(): Channel[] {
  const { data } = useQuery({
    queryKey: keys.channels,
    queryFn: async () => (await server.get<{ items: Channel[] }>('/channels')).items,
    staleTime: Infinity,
  });
  return data ?? [];
}

/** What an inbox can carry: as its channel does, unless that is chosen inbox by inbox. */
export function useCapabilities(channel: string | null | undefined, inbox: number | null | undefined): Capabilities | null {
  const known = useChannels().find((one) => one.slug === channel);
  const inboxes = useInboxes(known?.varies ?? false);
  const own = known?.varies ? inboxes?.find((one) => one.id === inbox)?.capabilities : undefined;
  return own ?? known?.capabilities ?? null;
}

export function useInboxes(wanted = true): Inbox[] | undefined {
  const { data } = useQuery({
    enabled: wanted,
    queryKey: keys.inboxes,
    queryFn: async () => (await server.get<{ items: Inbox[] }>('/inboxes')).items,
    staleTime: 60_000,
  });
  return data;
}
