/** Messages pinned over a conversation. */
import type { Message, PinnedMessage } from '@otklik/api';
import { useQuery, type QueryClient } from '@tanstack/react-query';
import { keys } from '~/shared/keys';
import { server } from '~/shared/server';

const nothing: PinnedMessage[] = [];

export function usePins(conversation: number): PinnedMessage[] {
  const { data } = useQuery({
    queryKey: keys.pins(conversation),
    queryFn: async ({ signal }) => (await server.get<{ items: PinnedMessage[] }>(`/conversations/${conversation}/pins`, undefined, signal)).items,
    staleTime: Infinity,
  });
  return data ?? nothing;
}

/** Whether a message that comes may change what is pinned: one that is pinned, or the line that tells of a change. */
export const touchesPins = (message: Message) => message.pinned || message.event?.kind === 'pinned' || message.event?.kind === 'unpinned';

export async function setPinned(client: QueryClient, message: Pick<Message, 'id' | 'conversation_id'>, pinned: boolean): Promise<Message> {
  const path = `/conversations/${message.conversation_id}/messages/${message.id}/pin`;
  const changed = await server.ask<Message>(pinned ? 'PUT' : 'DELETE', path, pinned ? { body: {} } : {});
  void client.invalidateQueries({ queryKey: keys.pins(message.conversation_id) });
  return changed;
}
