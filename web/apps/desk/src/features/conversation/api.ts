import type { Conversation, MergedConversation, Message, NewButton, MessagePage, Offer, Priority, Tag, TransferTargets } from '@otklik/api';
import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { keys } from '~/shared/keys';
import type { Closing } from '~/shared/labels';
import type { Nap } from '~/shared/nap';
import { tellProblem } from '~/shared/problem-text';
import { isLaid } from '~/shared/saved/laying';
import { server } from '~/shared/server';
import { joinLatest, type Thread } from './patch';

export const PAGE = 50;

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
    // What stands in from a copy may have changed above the newest page as well.
    const known = isLaid(keys.thread(id)) ? undefined : client.getQueryData<Thread>(keys.thread(id));
    return joinLatest(known, { items: page.items, complete: page.items.length < PAGE });
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

type Verb =
  | { path: 'reopen' | 'spam' | 'not-spam'; body?: undefined }
  | { path: 'resolve'; body?: Closing }
  | { path: 'snooze'; body: Nap }
  | { path: 'tags'; body: { tag_ids: number[]; base: number[] }; tags: Tag[] }
  | { path: 'priority'; body: { priority: Priority } }
  | { path: 'assign'; body: { operator_id?: number | 'me' | null; team_id?: number | null; note?: string; follow?: boolean } }
  | { path: 'followers/me'; on: boolean; body?: undefined };

function say(id: number, verb: Verb): Promise<Conversation> {
  const path = `/conversations/${id}/${verb.path}`;
  if (verb.path === 'followers/me') return verb.on ? server.put<Conversation>(path, undefined) : server.ask<Conversation>('DELETE', path, {});
  return verb.path === 'tags' || verb.path === 'priority' ? server.put<Conversation>(path, verb.body) : server.post<Conversation>(path, verb.body ?? {});
}

/** What can be done to a conversation; the screen changes at once and goes back if the server refuses. */
export function useVerb(id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (verb: Verb) => say(id, verb),
    onMutate: (verb) => {
      const before = client.getQueryData<Conversation>(keys.conversation(id));
      if (before) client.setQueryData<Conversation>(keys.conversation(id), { ...before, ...foreseen(verb) });
      return { before };
    },
    onSuccess: (conversation) => {
      client.setQueryData(keys.conversation(id), conversation);
      void client.invalidateQueries({ queryKey: keys.counts });
    },
    onError: (error, _verb, context) => {
      if (context?.before) client.setQueryData(keys.conversation(id), context.before);
      tellProblem(error);
    },
  });
}

/** How busy those are to whom a conversation may go; asked anew each time the dialogue opens. */
export function useTargets(): TransferTargets | undefined {
  return useQuery({ queryKey: keys.transferTargets, queryFn: ({ signal }) => server.get<TransferTargets>('/transfers/targets', undefined, signal), staleTime: 10_000 }).data;
}

/** Offers a conversation to a colleague, who has to accept it in time. */
export function useOffering(id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { operator_id: number; note?: string; follow?: boolean }) => server.post<Offer>(`/conversations/${id}/offer`, body),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.offers }),
    onError: tellProblem,
  });
}

function foreseen(verb: Verb): Partial<Conversation> {
  switch (verb.path) {
    case 'resolve':
      return { status: 'resolved' };
    case 'spam':
      return { status: 'resolved', spam: true, snoozed_until: null, waiting_since: null };
    case 'reopen':
    case 'not-spam':
      return { status: 'open', spam: false, snoozed_until: null };
    case 'snooze':
      return { status: 'snoozed', spam: false, snoozed_until: verb.body.until, snooze_back: verb.body.back ?? 'holder', wake_on_reply: verb.body.wake_on_reply ?? true, wrote_asleep: false };
    case 'tags':
      return { tags: verb.tags };
    case 'priority':
      return { priority: verb.body.priority };
    case 'assign':
    case 'followers/me':
      return {};
  }
}

/** Lets a conversation go on in another one; the answer names the way back. */
export async function mergeInto(id: number, into: number): Promise<MergedConversation> {
  return server.post<MergedConversation>(`/conversations/${id}/merge`, { into_id: into });
}

export async function undoMerge(mergeId: number): Promise<Conversation> {
  return server.post<Conversation>(`/conversations/merges/${mergeId}/undo`);
}

/** Moves a message and all that follows to a conversation of its own. */
export async function splitFrom(message: Message): Promise<Conversation> {
  return server.post<Conversation>(`/conversations/${message.conversation_id}/split`, { from_seq: message.seq });
}

const LAST_WORDS = 6;

/** The end of a conversation, for looking at it without opening it. */
export function useLastWords(id: number) {
  return useQuery({
    queryKey: keys.lastWords(id),
    queryFn: async ({ signal }) => (await server.get<MessagePage>(`/conversations/${id}/messages`, { limit: LAST_WORDS }, signal)).items.filter((message) => !message.event),
    staleTime: 10_000,
  });
}

export async function markRead(id: number, seq: number): Promise<void> {
  if (server.readOnly) return;
  await server.post(`/conversations/${id}/read`, { seq });
}

export async function markUnread(id: number, seq: number): Promise<void> {
  await server.post(`/conversations/${id}/unread`, { from_seq: seq });
}

/** Sends again what did not arrive, to another address of the person if one is named. */
export async function retryMessage(message: Message, confirm: boolean, identity?: number): Promise<Message> {
  const body = { ...(confirm && { confirm }), ...(identity && { identity_id: identity }) };
  return server.post<Message>(`/conversations/${message.conversation_id}/messages/${message.id}/retry`, body);
}

export async function editMessage(message: Message, body: { text: string; formatting: 'none' | 'signs' }, buttons?: NewButton[][]): Promise<Message> {
  return server.patch<Message>(`/conversations/${message.conversation_id}/messages/${message.id}`, { ...body, ...(buttons && { buttons }) });
}

export async function deleteMessage(message: Message): Promise<void> {
  await server.delete(`/conversations/${message.conversation_id}/messages/${message.id}`);
}
