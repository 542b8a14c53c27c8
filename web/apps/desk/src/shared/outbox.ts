/** Messages on their way to the server: shown at once, tried until the server answers, kept over a reload. */
import { asProblem, uuid7, type Held, type Message, type NewMessage, type Upload } from '@otklik/api';
import { useMemo } from 'react';
import type { Closing } from './labels';
import type { Nap } from './nap';
import { forget, forgetAll, keep, keptNames, recall } from './kept';
import { tellProblem } from './problem-text';
import { server } from './server';
import { createStore, useStore } from './store';

export type OutgoingState =
  | { kind: 'sending' }
  /** Not delivered to the server yet; will be tried again. */
  | { kind: 'waiting' }
  | { kind: 'refused'; code: string; detail: string }
  /** A colleague's reply landed first: ask once. */
  | { kind: 'answered'; by: string; at: string; seq: number };

export type Hold = ({ delay_s: number } | { at: string; unless_answered: boolean }) & { resolve?: boolean; closing?: Closing; snooze?: Nap };

export interface Outgoing {
  client_id: string;
  /** Changes with the body, so that the server never meets one key with two bodies. */
  key: string;
  conversation_id: number;
  message: NewMessage;
  uploads: Upload[];
  /** Who wrote it: an open page of theirs may keep it again after somebody else has signed in. */
  of?: number | undefined;
  /** The conversation is closed once it has gone, for a reason where one was chosen. */
  resolves?: boolean | Closing;
  /** It is put off so once it has gone; an older release kept only the time. */
  snoozes?: Nap | string;
  /** What the customer will read, where the message itself holds no words. */
  reads?: string;
  /** What the server shall wait for before it lets the message leave. */
  hold?: Hold | undefined;
  quoted: { author_name: string; text: string } | null;
  created_at: string;
  state: OutgoingState;
}

const RETRY_MS = 4000;
/** Each message is kept under a name of its own: two pages of one browser do not write over one another. */
const STORED = 'outbox';
const nameOf = (id: string) => `${STORED}.${id}`;

export const outbox = createStore<Outgoing[]>([]);
let onSent: (message: Message) => void = () => undefined;
let onHeld: (held: Held) => void = () => undefined;
let me: number | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
const flying = new Set<string>();

export function openOutbox(owner: number, deliverTo: (message: Message) => void, holdIn: (held: Held) => void = () => undefined): void {
  me = owner;
  onSent = deliverTo;
  onHeld = holdIn;
  outbox.set(recallOutbox().map((one) => (one.state.kind === 'sending' ? { ...one, state: { kind: 'waiting' } } : one)));
  void flushOutbox();
}

/** In the order of writing, which is that of their ids; an older release kept all of them under one name. */
function recallOutbox(): Outgoing[] {
  const older = (recall(STORED) as Outgoing[] | null) ?? [];
  const all = [...older, ...keptNames(`${STORED}.`).map((name) => recall(name) as Outgoing | null).filter((one) => one !== null)];
  older.forEach((one) => keep(nameOf(one.client_id), one));
  forget(STORED);
  const mine = (one: Outgoing) => one.of === undefined || one.of === me;
  all.filter((one) => !mine(one)).forEach((one) => forget(nameOf(one.client_id)));
  return all.filter(mine).sort((a, b) => (a.client_id < b.client_id ? -1 : 1));
}

/** Forgets what has not left. */
export function dropOutbox(): void {
  outbox.set([]);
  forgetAll(STORED);
}

let before: Outgoing[] = [];
outbox.subscribe(() => {
  const now = outbox.get();
  now.filter((one) => !before.includes(one)).forEach((one) => keep(nameOf(one.client_id), one));
  before.filter((one) => !now.some((other) => other.client_id === one.client_id)).forEach((one) => forget(nameOf(one.client_id)));
  before = now;
});

export type Posting = Omit<Outgoing, 'client_id' | 'key' | 'created_at' | 'state' | 'message' | 'of'> & { message: Omit<NewMessage, 'client_id'> };

export function postMessage(posting: Posting): void {
  const client_id = uuid7();
  const outgoing: Outgoing = {
    ...posting,
    of: me,
    client_id,
    key: client_id,
    message: { ...posting.message, client_id },
    created_at: new Date().toISOString(),
    state: { kind: 'sending' },
  };
  outbox.set((all) => [...all, outgoing]);
  void flushOutbox();
}

/** Sends what waits, in order within a conversation; a stuck one holds only its own conversation. */
export async function flushOutbox(): Promise<void> {
  const heads = new Map<number, Outgoing>();
  for (const one of outbox.get()) {
    if (!heads.has(one.conversation_id)) heads.set(one.conversation_id, one);
  }
  const ready = [...heads.values()].filter((one) => isReady(one) && !flying.has(one.client_id));
  const sent = await Promise.all(ready.map(attempt));
  if (sent.some(Boolean)) await flushOutbox();
}

const isReady = (one: Outgoing) => one.state.kind === 'sending' || one.state.kind === 'waiting';

async function attempt(outgoing: Outgoing): Promise<boolean> {
  flying.add(outgoing.client_id);
  try {
    const path = `/conversations/${outgoing.conversation_id}`;
    const once = { idempotencyKey: outgoing.key };
    if (outgoing.hold) onHeld(await server.post<Held>(`${path}/held`, { message: outgoing.message, ...outgoing.hold }, once));
    else onSent(await server.post<Message>(`${path}/messages`, outgoing.message, once));
    if (outgoing.resolves) await follow(`${path}/resolve`, outgoing.resolves === true ? {} : outgoing.resolves);
    if (outgoing.snoozes) await follow(`${path}/snooze`, typeof outgoing.snoozes === 'string' ? { until: outgoing.snoozes } : outgoing.snoozes);
    dropOutgoing(outgoing.client_id);
    return true;
  } catch (error) {
    settle(outgoing.client_id, stateAfter(error));
    return false;
  } finally {
    flying.delete(outgoing.client_id);
  }
}

/** Closes or puts off behind the reply; a fault of the network repeats both, as the reply is known by its key. */
async function follow(path: string, body: object): Promise<void> {
  try {
    await server.post(path, body);
  } catch (error) {
    const problem = asProblem(error);
    if (problem.transient || problem.status === 401) throw error;
    tellProblem(error);
  }
}

export function stateAfter(error: unknown): OutgoingState {
  const problem = asProblem(error);
  if (problem.transient || problem.status === 401) {
    clearTimeout(timer);
    timer = setTimeout(() => void flushOutbox(), RETRY_MS);
    return { kind: 'waiting' };
  }
  if (problem.code === 'answered_meanwhile') {
    const by = problem.body['by'] as { name?: string } | undefined;
    return { kind: 'answered', by: by?.name ?? '', at: text(problem.body['at']), seq: Number(problem.body['seq'] ?? 0) };
  }
  return { kind: 'refused', code: problem.code, detail: problem.detail };
}

const text = (value: unknown) => (typeof value === 'string' ? value : new Date().toISOString());

function settle(id: string, state: OutgoingState): void {
  outbox.set((all) => all.map((one) => (one.client_id === id ? { ...one, state } : one)));
}

export function dropOutgoing(id: string): void {
  outbox.set((all) => all.filter((one) => one.client_id !== id));
}

/** Tries again what was refused, or sends although a colleague has answered. */
export function resend(id: string): void {
  outbox.set((all) =>
    all.map((one) => {
      if (one.client_id !== id) return one;
      const seen = one.state.kind === 'answered' ? { seen_seq: one.state.seq } : {};
      return { ...one, key: uuid7(), message: { ...one.message, ...seen }, state: { kind: 'sending' } };
    }),
  );
  void flushOutbox();
}

export function useOutgoing(conversation: number): Outgoing[] {
  const all = useStore(outbox);
  return useMemo(() => all.filter((one) => one.conversation_id === conversation), [all, conversation]);
}
