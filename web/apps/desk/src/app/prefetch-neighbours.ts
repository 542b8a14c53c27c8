import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { prefetchConversation } from '~/features/conversation';
import { useConversationList } from '~/features/inbox';
import type { ListFilter } from '~/shared/keys';

const REST_MS = 400;

/** Brings the next and the previous conversation while this one is read. */
export function usePrefetchNeighbours(filter: ListFilter, id: number | null): void {
  const client = useQueryClient();
  const { rows } = useConversationList(filter);
  const at = rows.findIndex((row) => row.id === id);
  const next = rows[at + 1]?.id;
  const previous = at > 0 ? rows[at - 1]?.id : undefined;
  useEffect(() => {
    const timer = setTimeout(() => {
      if (next !== undefined) prefetchConversation(client, next);
      if (previous !== undefined) prefetchConversation(client, previous);
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [client, next, previous]);
}
