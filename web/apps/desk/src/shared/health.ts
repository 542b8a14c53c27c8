/** How the channels are, for those who look after them. */
import { notifications } from '@mantine/notifications';
import type { InboxHealth } from '@otklik/api';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
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

/** Whether a channel is red; one that has just become so is told of on the screen as well. */
export function useChannelAlarm(): boolean {
  const { t } = useTranslation('health');
  const { data } = useInboxHealth(60_000);
  const known = useRef<ReadonlySet<number> | null>(null);
  const tell = useEffectEvent((name: string) => notifications.show({ color: 'red', title: t('alarm.title', { name }), message: t('alarm.hint'), autoClose: false }));
  useEffect(() => {
    if (!data) return;
    const red = data.filter((one) => one.state === 'red');
    // What was red already when the page came stands on the channels' page; only news is told.
    // That a channel fails comes over the socket; what else makes one red is seen here.
    const seen = red.filter((one) => !one.reasons.some(({ code }) => code === 'failing'));
    if (known.current) for (const one of seen) if (!known.current.has(one.inbox_id)) tell(one.name);
    known.current = new Set(red.map((one) => one.inbox_id));
  }, [data]);
  return data?.some((one) => one.state === 'red') ?? false;
}
