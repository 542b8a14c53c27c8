/** What I chose to be told of, and what I muted. */
import type { NoticeChoices, NotificationSettings } from '@otklik/api';
import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { keys } from './keys';
import { tellProblem } from './problem-text';
import { server } from './server';

const PATH = '/operators/me/notifications';
const MUTES = '/operators/me/mutes';

const settingsQuery = { queryKey: keys.notifications, queryFn: () => server.get<NotificationSettings>(PATH), staleTime: Infinity } as const;

export function useNotificationSettings(): NotificationSettings | undefined {
  return useQuery(settingsQuery).data;
}

/** The choices for the parts that are no component; asked for once. */
export function loadNotificationSettings(client: QueryClient): Promise<NotificationSettings> {
  return client.query(settingsQuery);
}

/** Saves changed choices: at once on the screen, as they were if the server refuses. */
export function useChangeChoices(): (change: Partial<NoticeChoices>) => void {
  const client = useQueryClient();
  const put = (choices: NoticeChoices) => client.setQueryData<NotificationSettings>(keys.notifications, (known) => known && { ...known, choices });
  const save = useMutation({
    mutationFn: (choices: NoticeChoices) => server.put<NotificationSettings>(PATH, choices),
    onError: (error) => {
      void client.invalidateQueries({ queryKey: keys.notifications });
      tellProblem(error);
    },
    scope: { id: 'notifications' },
  });
  return (change) => {
    const known = client.getQueryData<NotificationSettings>(keys.notifications);
    if (!known) return;
    const choices = { ...known.choices, ...change };
    put(choices);
    save.mutate(choices);
  };
}

interface Mutes {
  known: number[] | undefined;
  set: (conversation: number, on: boolean, onDone?: () => void) => void;
}

export function useMutes(): Mutes {
  const client = useQueryClient();
  const { data } = useQuery({ queryKey: keys.mutes, queryFn: async () => (await server.get<{ conversation_ids: number[] }>(MUTES)).conversation_ids, staleTime: Infinity });
  const change = useMutation({
    mutationFn: ({ conversation, on }: { conversation: number; on: boolean }) =>
      on ? server.put<{ conversation_ids: number[] }>(`${MUTES}/${conversation}`, undefined) : server.ask<{ conversation_ids: number[] }>('DELETE', `${MUTES}/${conversation}`, {}),
    onSuccess: (answer) => client.setQueryData(keys.mutes, answer.conversation_ids),
    onError: tellProblem,
  });
  return { known: data, set: (conversation, on, onDone) => change.mutate({ conversation, on }, { ...(onDone && { onSuccess: onDone }) }) };
}
