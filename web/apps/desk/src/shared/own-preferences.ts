/** Whose word on my preferences counts: mine while I change them, the server's when I have stopped. */
import type { Operator, Preferences, Session } from '@otklik/api';
import type { QueryClient } from '@tanstack/react-query';
import { keys } from './keys';

/** So long after the answer the server may still tell of what was before it. */
const ECHO_MS = 2_000;

let changing = 0;
let told: Preferences | null = null;

export function ownPreferences(client: QueryClient): Preferences | undefined {
  return client.getQueryData<Session>(keys.session)?.operator.preferences;
}

export function putPreferences(client: QueryClient, change: Partial<Preferences>): void {
  client.setQueryData<Session>(keys.session, (session) => session && { ...session, operator: { ...session.operator, preferences: { ...session.operator.preferences, ...change } } });
}

/** Marks a change as begun: what the server tells meanwhile may be older than it, and waits. */
export function beginChange(): void {
  changing += 1;
}

/** The change was answered; what the server told last counts once its echoes have faded. */
export function endChange(client: QueryClient): void {
  setTimeout(() => {
    changing -= 1;
    if (changing > 0 || told === null) return;
    putPreferences(client, told);
    told = null;
  }, ECHO_MS);
}

/** Takes me as the server tells of me. */
export function takeOwn(client: QueryClient, mine: Operator): void {
  client.setQueryData<Session>(keys.session, (session) => {
    if (!session) return session;
    if (changing === 0) return { ...session, operator: mine };
    told = mine.preferences;
    return { ...session, operator: { ...mine, preferences: session.operator.preferences } };
  });
}
