/** The phone's own line: outside the desk's API, under the same session. */
import { asProblem, Problem } from '@otklik/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
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
}

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
  return useQuery({ queryKey: ['sandbox', 'stage'], queryFn: loadStage });
}

async function loadStage(): Promise<Stage | null> {
  try {
    return await ask<Stage>('GET', '/stage');
  } catch (error) {
    if (asProblem(error).code === 'no_sandbox') return null;
    throw error;
  }
}

export function useChat(person: number) {
  return useQuery({ queryKey: ['sandbox', 'chat', person], queryFn: () => ask<Chat>('GET', `/people/${person}/chat`) });
}

/** What the person does on their phone; the chat is read again afterwards. */
export function useHand(person: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ verb, body }: { verb: string; body?: unknown }) => ask<{ result: unknown }>('POST', `/people/${person}/${verb}`, body),
    onSuccess: () => client.invalidateQueries({ queryKey: ['sandbox', 'chat', person] }),
    onError: tellProblem,
  });
}

export type Hand = ReturnType<typeof useHand>;

const PAUSE_MS = 3_000;

/** Reads the chat again whenever something has changed on the stage. */
export function useFollowing(person: number): void {
  const client = useQueryClient();
  useEffect(() => {
    const leaving = new AbortController();
    const follow = async () => {
      let since = 0;
      while (!leaving.signal.aborted) {
        try {
          const { version } = await ask<{ version: number }>('GET', `/changes?since=${since}&wait=20`, undefined, leaving.signal);
          if (version !== since) await client.invalidateQueries({ queryKey: ['sandbox', 'chat', person] });
          since = version;
        } catch {
          await new Promise((resolve) => window.setTimeout(resolve, PAUSE_MS));
        }
      }
    };
    void follow();
    return () => leaving.abort();
  }, [client, person]);
}
