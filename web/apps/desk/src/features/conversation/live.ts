/** Socket frames into the cached conversation and its thread. */
import type { Conversation, ConversationRow, Message } from '@otklik/api';
import type { ServerFrame } from '@otklik/realtime';
import type { QueryClient } from '@tanstack/react-query';
import { dropContactTyping, forgetContactTyping, putContactTyping } from '~/shared/contact-typing';
import { layOver } from '~/shared/desk-client';
import { keys } from '~/shared/keys';
import { dropPeek, putPeek } from '~/shared/peeks';
import { forgetViewers, putViewers } from '~/shared/viewers';
import { applyMessages, dropMoved, tellKin, type Thread } from './patch';
import { touchesPins } from './pins';

export function followConversation(client: QueryClient, frame: ServerFrame): void {
  if (frame.type === 'ready') forgetViewers();
  if (frame.type === 'ready') forgetContactTyping();
  if (frame.type === 'viewers') putViewers(frame.conversation_id, frame.viewers);
  if (frame.type === 'contact_typing') putContactTyping(frame.conversation_id, frame.seconds);
  if (frame.type === 'peek') putPeek(frame.conversation_id, { operator: frame.operator_id, name: frame.name, text: frame.text }, frame.seconds);
  if (frame.type === 'people') for (const person of frame.people) renamePerson(client, person);
  if (frame.type !== 'changes') return;
  for (const row of frame.conversations ?? []) {
    followKin(client, row);
    // Most rows that are pushed belong to conversations nobody has opened here.
    if (!client.getQueryState(keys.conversation(row.id))) continue;
    const known = client.getQueryData<Conversation>(keys.conversation(row.id));
    if (known && known.version >= row.version) continue;
    if (known) client.setQueryData<Conversation>(keys.conversation(row.id), { ...known, ...row });
    void client.invalidateQueries({ queryKey: keys.conversation(row.id) });
  }
  followMoves(client, frame.messages ?? []);
  putMessages(client, frame.messages ?? []);
}

/** A conversation tells those above and below it what it is now. */
function followKin(client: QueryClient, row: ConversationRow): void {
  for (const { queryKey } of openedConversations(client)) layOver<Conversation>(client, queryKey, (known) => known && tellKin(known, row));
}

const openedConversations = (client: QueryClient) => client.getQueryCache().findAll({ queryKey: keys.conversations, predicate: (query) => query.queryKey.length === keys.conversation(0).length });

function renamePerson(client: QueryClient, person: Conversation['contact']): void {
  for (const { queryKey } of openedConversations(client)) {
    layOver<Conversation>(client, queryKey, (known) => (known?.contact.id === person.id ? { ...known, contact: person } : known));
  }
}

/** Messages that went to another conversation leave the threads they were in, which then read what stands there now. */
function followMoves(client: QueryClient, messages: Message[]): void {
  if (messages.length === 0) return;
  for (const { queryKey } of client.getQueryCache().findAll({ queryKey: keys.threads })) {
    const before = client.getQueryData(queryKey);
    layOver<Thread>(client, queryKey, (thread) => thread && dropMoved(thread, Number(queryKey[1]), messages));
    if (client.getQueryData(queryKey) === before) continue;
    void client.invalidateQueries({ queryKey });
    void client.invalidateQueries({ queryKey: keys.pins(Number(queryKey[1])) });
  }
}

export function putMessages(client: QueryClient, messages: Message[]): void {
  const byConversation = new Map<number, Message[]>();
  for (const message of messages) {
    byConversation.set(message.conversation_id, [...(byConversation.get(message.conversation_id) ?? []), message]);
  }
  for (const [id, some] of byConversation) {
    for (const key of [keys.thread(id), keys.stretch(id)]) layOver<Thread>(client, key, (thread) => thread && applyMessages(thread, some));
    if (some.some(touchesPins)) void client.invalidateQueries({ queryKey: keys.pins(id) });
    for (const message of some) dropPeek(id, message.direction === 'in' ? null : message.author.id);
    if (some.some((message) => message.direction === 'in')) dropContactTyping(id);
  }
}
