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

export function useCapabilities(channel: string | null | undefined): Capabilities | null {
  return useChannels().find((one) => one.slug === channel)?.capabilities ?? null;
}

export function useInboxes(): Inbox[] | undefined {
  const { data } = useQuery({
    queryKey: keys.inboxes,
    queryFn: async () => (await server.get<{ items: Inbox[] }>('/inboxes')).items,
    staleTime: 60_000,
  });
  return data;
}
