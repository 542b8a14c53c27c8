/** What of a conversation is on the screen: its end, or a stretch of history around a message that was jumped to. */
import type { Message, MessagePage } from '@otklik/api';
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { keys } from '~/shared/keys';
import { tellProblem } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { PAGE, useThread } from './api';
import { appendNewer, prependOlder, refresh } from './paging';
import { applyMessages, type Thread } from './patch';

const AROUND = 30;

/** The end of the conversation, or the stretch that was gone to, and the ways from there. */
export function useShownThread(id: number) {
  const client = useQueryClient();
  const tail = useThread(id);
  const stretch = useQuery({ queryKey: keys.stretch(id), queryFn: () => readAgain(client, id), initialData: null, staleTime: Infinity }).data;
  const { busy, page } = usePaging();
  const older = useCallback(() => page(() => loadOlder(client, id)), [client, id, page]);
  const newer = useCallback(() => page(() => loadNewer(client, id)), [client, id, page]);
  const toLatest = useCallback(() => void client.setQueryData<Thread | null>(keys.stretch(id), null), [client, id]);
  // Whoever comes back comes to the end.
  useEffect(() => toLatest, [toLatest]);
  return { tail, shown: stretch ?? tail.data, older, newer, toLatest, loading: busy };
}

/** One page at a time, whichever way. */
function usePaging() {
  const [busy, setBusy] = useState(false);
  const underWay = useRef(false);
  const page = useCallback((load: () => Promise<void>) => {
    if (underWay.current) return;
    underWay.current = true;
    setBusy(true);
    void load()
      .catch(tellProblem)
      .finally(() => {
        underWay.current = false;
        setBusy(false);
      });
  }, []);
  return { busy, page };
}

interface Shown {
  key: readonly unknown[];
  thread: Thread;
}

function shownOf(client: QueryClient, id: number): Shown | null {
  const stretch = client.getQueryData<Thread | null>(keys.stretch(id));
  if (stretch) return { key: keys.stretch(id), thread: stretch };
  const tail = client.getQueryData<Thread>(keys.thread(id));
  return tail ? { key: keys.thread(id), thread: tail } : null;
}

async function loadOlder(client: QueryClient, id: number): Promise<void> {
  const before = shownOf(client, id)?.thread;
  const first = before?.items[0];
  if (!first || before.complete) return;
  const page = await messages(id, { before_seq: first.seq, limit: PAGE });
  const shown = shownOf(client, id);
  // Somebody may have gone elsewhere meanwhile.
  if (shown?.thread.items[0]?.id !== first.id) return;
  const grown = prependOlder(shown.thread, page, page.length < PAGE);
  // What has grown so far that its end had to go is a stretch; the end itself stays as it was.
  client.setQueryData<Thread | null>(grown.gap ? keys.stretch(id) : shown.key, grown);
}

async function loadNewer(client: QueryClient, id: number): Promise<void> {
  const last = client.getQueryData<Thread | null>(keys.stretch(id))?.items.at(-1);
  if (!last) return;
  const page = await messages(id, { after_seq: last.seq, limit: PAGE });
  const stretch = client.getQueryData<Thread | null>(keys.stretch(id));
  if (stretch?.items.at(-1)?.id === last.id) put(client, id, appendNewer(stretch, page, page.length < PAGE));
}

/** A stretch that has met the end becomes the end. */
function put(client: QueryClient, id: number, stretch: Thread): void {
  if (!stretch.gap) client.setQueryData<Thread>(keys.thread(id), (tail) => applyMessages({ items: stretch.items, complete: stretch.complete }, tail?.items ?? []));
  client.setQueryData<Thread | null>(keys.stretch(id), stretch.gap ? stretch : null);
}

/** Brings a message and what stands around it; returns false when it is not in this conversation. */
export async function goTo(client: QueryClient, id: number, messageId: number, seq?: number): Promise<boolean> {
  const isThere = (thread: Thread | null | undefined) => thread?.items.some((message) => message.id === messageId) ?? false;
  if (isThere(shownOf(client, id)?.thread)) return true;
  if (isThere(client.getQueryData<Thread>(keys.thread(id)))) {
    client.setQueryData<Thread | null>(keys.stretch(id), null);
    return true;
  }
  const place = seq ?? (await server.get<Message>(`/conversations/${id}/messages/${messageId}`)).seq;
  const [above, below] = await Promise.all([messages(id, { before_seq: place + 1, limit: AROUND }), messages(id, { after_seq: place, limit: AROUND })]);
  const around = { items: [...above, ...below], complete: above.length < AROUND, gap: below.length === AROUND };
  if (!isThere(around)) return false;
  put(client, id, around);
  return true;
}

/** The stretch anew, after its changes may have been missed; what is no longer there leaves it. */
async function readAgain(client: QueryClient, id: number): Promise<Thread | null> {
  const before = client.getQueryData<Thread | null>(keys.stretch(id));
  const last = before?.items.at(-1)?.seq;
  let from = (before?.items[0]?.seq ?? 1) - 1;
  const fresh: Message[] = [];
  while (last !== undefined && from < last) {
    const page = await messages(id, { after_seq: from, limit: PAGE });
    if (page.length === 0) break;
    fresh.push(...page);
    from = page.at(-1)?.seq ?? last;
  }
  const now = client.getQueryData<Thread | null>(keys.stretch(id));
  // Gone to the end, or to another stretch: that one is fresh.
  return now && now.items[0]?.id === before?.items[0]?.id ? refresh(now, fresh) : (now ?? null);
}

async function messages(id: number, asked: { before_seq?: number; after_seq?: number; limit: number }): Promise<Message[]> {
  return (await server.get<MessagePage>(`/conversations/${id}/messages`, asked)).items;
}
