import type { Conversation, Message, MessagePage } from '@otklik/api';
import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { keys } from '~/shared/keys';
import { tellProblem } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { joinLatest, prependOlder, type Thread } from './patch';

const PAGE = 50;

const conversationQuery = (id: number) => ({
  queryKey: keys.conversation(id),
  queryFn: ({ signal }: { signal: AbortSignal }) => server.get<Conversation>(`/conversations/${id}`, undefined, signal),
  staleTime: 60_000,
});

export function useConversation(id: number) {
  return useQuery(conversationQuery(id));
}

const threadQuery = (client: QueryClient, id: number) => ({
  queryKey: keys.thread(id),
  queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Thread> => {
    const page = await server.get<MessagePage>(`/conversations/${id}/messages`, { limit: PAGE }, signal);
    return joinLatest(client.getQueryData<Thread>(keys.thread(id)), { items: page.items, complete: page.items.length < PAGE });
  },
  staleTime: 60_000,
});

export function useThread(id: number) {
  return useQuery(threadQuery(useQueryClient(), id));
}

/** Brings the conversation before it is opened, so that opening shows it at once. */
export function prefetchConversation(client: QueryClient, id: number): void {
  // What could not be brought now will be asked for, and told of, when it is opened.
  client.query(threadQuery(client, id)).catch(() => undefined);
  client.query(conversationQuery(id)).catch(() => undefined);
}

export function useOlderMessages(id: number) {
  const client = useQueryClient();
  const [loading, setLoading] = useState(false);
  const load = useCallback(async () => {
    const thread = client.getQueryData<Thread>(keys.thread(id));
    const first = thread?.items[0];
    if (!first || thread.complete) return;
    setLoading(true);
    try {
      const page = await server.get<MessagePage>(`/conversations/${id}/messages`, { before_seq: first.seq, limit: PAGE });
      client.setQueryData<Thread>(keys.thread(id), (now) => now && prependOlder(now, page.items, page.items.length < PAGE));
    } catch (error) {
      tellProblem(error);
    } finally {
      setLoading(false);
    }
  }, [client, id]);
  return { load, loading };
}

type Verb =
  | { path: 'resolve' | 'reopen'; body?: undefined }
  | { path: 'snooze'; body: { until: string } }
  | { path: 'assign'; body: { operator_id?: number | 'me' | null; team_id?: number | null; note?: string } };

/** What can be done to a conversation; the screen changes at once and goes back if the server refuses. */
export function useVerb(id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (verb: Verb) => server.post<Conversation>(`/conversations/${id}/${verb.path}`, verb.body ?? {}),
    onMutate: (verb) => {
      const before = client.getQueryData<Conversation>(keys.conversation(id));
      if (before) client.setQueryData<Conversation>(keys.conversation(id), { ...before, ...foreseen(verb) });
      return { before };
    },
    onSuccess: (conversation) => client.setQueryData(keys.conversation(id), conversation),
    onError: (error, _verb, context) => {
      if (context?.before) client.setQueryData(keys.conversation(id), context.before);
      tellProblem(error);
    },
  });
}

function foreseen(verb: Verb): Partial<Conversation> {
  if (verb.path === 'resolve') return { status: 'resolved' };
  if (verb.path === 'reopen') return { status: 'open', snoozed_until: null };
  if (verb.path === 'snooze') return { status: 'snoozed', snoozed_until: verb.body.until };
  return {};
}

export async function markRead(id: number, seq: number): Promise<void> {
  await server.post(`/conversations/${id}/read`, { seq });
}

export async function markUnread(id: number, seq: number): Promise<void> {
  await server.post(`/conversations/${id}/unread`, { from_seq: seq });
}

export async function retryMessage(message: Message, confirm: boolean): Promise<Message> {
  return server.post<Message>(`/conversations/${message.conversation_id}/messages/${message.id}/retry`, confirm ? { confirm: true } : {});
}

export async function editMessage(message: Message, text: string): Promise<Message> {
  return server.patch<Message>(`/conversations/${message.conversation_id}/messages/${message.id}`, { text });
}

export async function deleteMessage(message: Message): Promise<void> {
  await server.delete(`/conversations/${message.conversation_id}/messages/${message.id}`);
}
