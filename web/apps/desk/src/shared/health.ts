/** How the channels are, for those who look after them. */
import type { InboxHealth } from '@otklik/api';
import { useQuery } from '@tanstack/react-query';
import { keys } from './keys';
import { server } from './server';
import { useSession } from './session';

/** Read again by itself: often while somebody looks at it, rarely for the dot in the rail. */
export function useInboxHealth(everyMs: number) {
  const { permissions } = useSession();
  return useQuery({
    queryKey: keys.health,
    queryFn: async () => (await server.get<{ items: InboxHealth[] }>('/inbox-health')).items,
    enabled: permissions.includes('inboxes.manage'),
    refetchInterval: everyMs,
  });
}

/** Whether a channel is red. */
export function useChannelAlarm(): boolean {
  const { data } = useInboxHealth(60_000);
  return data?.some((one) => one.state === 'red') ?? false;
}
