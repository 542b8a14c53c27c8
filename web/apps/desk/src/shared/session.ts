import type { Session } from '@otklik/api';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { keys } from './keys';
import { server } from './server';
import { createStore } from './store';

/** True while the session has ended under an open page: the sign-in dialogue stands over it. */
export const sessionEnded = createStore(false);

export async function loadSession(): Promise<Session> {
  const session = await server.ask<Session>('GET', '/session', { quiet: true });
  acceptSession(session);
  return session;
}

export function acceptSession(session: Session): void {
  server.csrf = session.csrf_token;
  sessionEnded.set(false);
}

export const sessionQuery = { queryKey: keys.session, queryFn: loadSession, staleTime: Infinity, retry: false } as const;

/** The session of a page that cannot be seen without one. */
export function useSession(): Session {
  const client = useQueryClient();
  const { data } = useQuery(sessionQuery);
  const session = data ?? client.getQueryData<Session>(keys.session);
  if (!session) throw new Error('This page needs a session');
  return session;
}

export function usePermission(name: string): boolean {
  return useSession().permissions.includes(name);
}
