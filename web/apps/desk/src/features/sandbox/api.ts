/** The phone's own line: outside the desk's API, under the same session. */
import { asProblem, Problem } from '@otklik/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect } from 'react';
import { tellProblem } from '~/shared/problem-text';
import { server } from '~/shared/server';

export interface Person {
  id: number;
  name: string;
  username: string;
  phone: string;
}

export interface Stage {
  bot: string;
  people: Person[];
  version: number;
  /** How the provider misbehaves at present; empty while it does not. */
  mood: string;
}

export interface PhoneMessage {
  id: number;
  mine: boolean;
  at: number;
  kind: string;
  text: string;
  file: { id: string; name: string; mime: string; size: number } | null;
  location: { latitude: number; longitude: number } | null;
  contact: { first_name?: string; phone_number?: string } | null;
  reply_to: number | null;
  buttons: { text: string; url?: string }[][];
  edited: boolean;
  /** How far a message of ours has come; where the messenger tells. */
  status?: string;
  reactions: Record<string, string[]>;
}

export interface Chat {
  version: number;
  bot: { name: string; username: string };
  started: boolean;
  blocked: boolean;
  typing: string;
  keyboard: { keyboard?: (string | { text: string; request_contact?: boolean })[][] } | null;
  presses: { id: number; message: number; spinning: boolean; text: string | null; alert: boolean }[];
  messages: PhoneMessage[];
  /** What the person may do in this messenger; without it, everything. */
  can?: string[];
}

/** Whether this messenger has something. */
export const has = (chat: Pick<Chat, 'can'>, ability: string) => chat.can?.includes(ability) ?? true;


export interface StageLine {
  channel: string;
  title: string;
  made: boolean;
}

/** Which messenger is being played. */
export const Playing = createContext('telegram');

export const usePlaying = () => useContext(Playing);

/** Speaks to the phone's doors; `path` begins with the messenger. */
export async function ask<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const raw = body instanceof Blob;
  const headers = new Headers({ Accept: 'application/json', 'Accept-Language': server.language });
  if (method !== 'GET') headers.set('X-CSRF-Token', server.csrf);
  if (body !== undefined) headers.set('Content-Type', raw ? body.type || 'application/octet-stream' : 'application/json');
  const answer = await fetch(`/sandbox/api${path}`, { method, headers, credentials: 'same-origin', ...(body !== undefined && { body: raw ? body : JSON.stringify(body) }), ...(signal && { signal }) });
  const said: unknown = await answer.json().catch(() => undefined);
  if (!answer.ok) throw Problem.from(answer.status, said);
  return said as T;
}

/** The stage; null while nobody has set one up. */
export function useStage() {
  const channel = usePlaying();
  return useQuery({ queryKey: stageKey(channel), queryFn: () => loadStage(channel) });
}

export const stageKey = (channel: string) => ['sandbox', channel, 'stage'];

/** The messengers that can be played, the usual one first. */
export function useStages(): StageLine[] {
  const { data } = useQuery({ queryKey: ['sandbox', 'stages'], queryFn: async () => (await ask<{ items: StageLine[] }>('GET', '/channels')).items });
  return data ?? [];
}

async function loadStage(channel: string): Promise<Stage | null> {
  try {
    return await ask<Stage>('GET', `/${channel}/stage`);
  } catch (error) {
    if (asProblem(error).code === 'no_sandbox') return null;
    throw error;
  }
}

export function useChat(person: number) {
  const channel = usePlaying();
  return useQuery({ queryKey: ['sandbox', channel, 'chat', person], queryFn: () => ask<Chat>('GET', `/${channel}/people/${person}/chat`) });
}

/** What the person does on their phone; the chat is read again afterwards. */
export function useHand(person: number) {
  const client = useQueryClient();
  const channel = usePlaying();
  return useMutation({
    mutationFn: ({ verb, body }: { verb: string; body?: unknown }) => ask<{ result: unknown }>('POST', `/${channel}/people/${person}/${verb}`, body),
    onSuccess: () => client.invalidateQueries({ queryKey: ['sandbox', channel, 'chat', person] }),
    onError: tellProblem,
  });
}

export type Hand = ReturnType<typeof useHand>;

const PAUSE_MS = 3_000;

/** Reads the chat again whenever something has changed on the stage. */
export function useFollowing(person: number): void {
  const client = useQueryClient();
  const channel = usePlaying();
  useEffect(() => {
    const leaving = new AbortController();
    const follow = async () => {
      let since = 0;
      while (!leaving.signal.aborted) {
        try {
          const { version } = await ask<{ version: number }>('GET', `/${channel}/changes?since=${since}&wait=20`, undefined, leaving.signal);
          if (version !== since) await client.invalidateQueries({ queryKey: ['sandbox', channel, 'chat', person] });
          since = version;
        } catch {
          await new Promise((resolve) => window.setTimeout(resolve, PAUSE_MS));
        }
      }
    };
    void follow();
    return () => leaving.abort();
  }, [client, channel, person]);
}
