/** Replies that wait at the server before they leave: for some seconds, to be taken back, or until a chosen time. */
import type { Held, NewButton, TakenBack } from '@otklik/api';
import { useQuery, type QueryClient } from '@tanstack/react-query';
import { requestDraft } from './draft-request';
import { saveDraftsOf } from './draft-sync';
import { takeServerDraft } from './drafts';
import { keys } from './keys';
import { server } from './server';

/** With the moment of leaving by this machine's own clock. */
export type Waiting = Held & { leaves: number };

const timed = (held: Held): Waiting => ({ ...held, leaves: Date.now() + held.due_in_ms });

export function useHeld(conversation: number): Waiting[] {
  const { data } = useQuery({
    queryKey: keys.held(conversation),
    queryFn: async ({ signal }) => (await server.get<{ items: Held[] }>(`/conversations/${conversation}/held`, undefined, signal)).items.map(timed),
    staleTime: Infinity,
  });
  return data ?? nothing;
}

const nothing: Waiting[] = [];

const isThere = (held: Held) => held.state === 'waiting' || held.state === 'stopped';

/** Shows how one of them stands now; what has left or was taken back goes. */
export function putHeld(client: QueryClient, held: Held): void {
  client.setQueryData<Waiting[]>(keys.held(held.conversation_id), (known = []) => {
    const others = known.filter((one) => one.id !== held.id);
    return isThere(held) ? [...others, timed(held)].sort((a, b) => a.leaves - b.leaves || a.id - b.id) : others;
  });
  void client.invalidateQueries({ queryKey: keys.held(held.conversation_id) });
}

const pathOf = (held: Held) => `/conversations/${held.conversation_id}/held/${held.id}`;

/** Takes it back into its author's draft; refused when it has left. */
export async function takeBack(client: QueryClient, held: Held): Promise<void> {
  // What was typed since goes to the server first, so that the two are joined there.
  saveDraftsOf(held.conversation_id);
  try {
    const back = await server.post<TakenBack>(`${pathOf(held)}/undo`, {});
    putHeld(client, back.held);
    if (!back.draft) return;
    takeServerDraft(back.draft);
    requestDraft(held.conversation_id, 'reply');
  } finally {
    void client.invalidateQueries({ queryKey: keys.held(held.conversation_id) });
  }
}

export async function sendHeld(client: QueryClient, held: Held): Promise<void> {
  putHeld(client, await server.post<Held>(`${pathOf(held)}/send`, {}));
}

export interface HeldChange {
  text?: string;
  buttons?: NewButton[][];
  at?: string;
  unless_answered?: boolean;
}

export async function changeHeld(client: QueryClient, held: Held, change: HeldChange): Promise<void> {
  putHeld(client, await server.patch<Held>(pathOf(held), { ...change, expected_version: held.version }));
}
