import type { Session } from '@otklik/api';
import { learnChannels } from '@otklik/ui';
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { keys } from './keys';
import { forgetPerson } from './own-data';
import { wipe } from './saved/drawer';
import { noteOwner } from './saved/owner';
import { server } from './server';
import { createStore } from './store';

/** True while the session has ended under an open page: the sign-in dialogue stands over it. */
export const sessionEnded = createStore(false);

export function askSession(): Promise<Session> {
  return server.ask<Session>('GET', '/session', { quiet: true });
}

export async function loadSession(): Promise<Session> {
  const session = await askSession();
  acceptSession(session);
  return session;
}

/** Goes on in this session; what somebody else has left in this browser is thrown away. */
export function acceptSession(session: Session): void {
  if (noteOwner(session)) void forgetPerson();
  learnChannels(session.channels);
  server.csrf = session.csrf_token;
  server.readOnly = session.viewing !== null;
  sessionEnded.set(false);
}

/** Rights have changed: mine are read first, as they decide what may be asked for, and then everything else. */
export async function renewRights(client: QueryClient): Promise<void> {
  try {
    client.setQueryData(keys.session, await loadSession());
  } catch {
    // The line to the server is down, or the session has ended: whoever waits for either tells of it.
    return;
  }
  await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.session[0] });
}

/** The company has begun to ask for a second factor under an open page: the session tells so, and the set-up takes the page's place. */
export function noteFactorDue(client: QueryClient): void {
  if (client.getQueryData<Session>(keys.session)?.factor_due === false) void loadSession().then((session) => client.setQueryData(keys.session, session), () => undefined);
}

/** The session is over while the page is open: what is on the screen stays, what is kept of it does not. */
export function endSession(): void {
  sessionEnded.set(true);
  void wipe();
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
