/** Answers of the copy that stand in for those of the server until it has answered. */
import { hashKey, useQueryClient, type QueryClient, type QueryKey } from '@tanstack/react-query';
import { useEffect } from 'react';
import { keys } from '../keys';
import { linkState } from '../link';
import { createStore, useStore } from '../store';
import { listName, talkName, type Entry } from './bounds';
import { readPieces, type Found } from './drawer';
import { ownerMark } from './owner';

/** How long an open line may take to answer before the copy is shown meanwhile. */
const PATIENCE_MS = 150;

/** When those answers were kept, by the hashes of their keys. */
const laid = createStore<ReadonlyMap<string, number>>(new Map());
const followed = new WeakSet<QueryClient>();

/** Conversations that were opened on this page. */
export const openedTalks = new Set<number>();

/** Those that have just been taken from me, or are no more. */
export const goneTalks = createStore<readonly number[]>([]);

export function isLaid(queryKey: QueryKey): boolean {
  return laid.get().has(hashKey(queryKey));
}

/** When the shown answer was kept; null when it is the server's own. */
export function useLaidAt(queryKey: QueryKey): number | null {
  return useStore(laid).get(hashKey(queryKey)) ?? null;
}

/** Puts what was found into the cache where it has nothing; `fresh` keeps it from being asked for at once. */
export function layIn(client: QueryClient, found: Found, fresh: boolean): void {
  follow(client);
  const added = new Map(laid.get());
  for (const piece of found.pieces) {
    for (const [queryKey, data] of JSON.parse(piece.text) as Entry[]) {
      if (client.getQueryData(queryKey) !== undefined) continue;
      added.set(hashKey(queryKey), piece.at);
      client.setQueryData(queryKey, data, { updatedAt: fresh ? Date.now() : piece.at });
    }
  }
  laid.set(added);
}

/** What the server has answered is no copy any more, and neither is what the cache has dropped. */
function follow(client: QueryClient): void {
  if (followed.has(client)) return;
  followed.add(client);
  client.getQueryCache().subscribe((event) => {
    const answered = event.type === 'updated' && event.action.type === 'success' && !event.action.manual;
    if (!(answered || event.type === 'removed') || !laid.get().has(event.query.queryHash)) return;
    laid.set((all) => new Map([...all].filter(([hash]) => hash !== event.query.queryHash)));
  });
}

/** The line is there: what stands in is asked for, and what nobody looks at leaves, or it would be shown stale later. */
export function replaceLaid(client: QueryClient): void {
  const stale = laid.get();
  client.removeQueries({ type: 'inactive', predicate: (query) => stale.has(query.queryHash) && query.queryKey[0] !== keys.session[0] });
  void client.invalidateQueries({ predicate: (query) => stale.has(query.queryHash) || query.state.status === 'error' });
}

/** While the cache has nothing of it, shows what is kept of a list or a conversation: at once without a line, else when the answer takes its time. */
function useKept(name: string, queryKey: QueryKey): void {
  const client = useQueryClient();
  const hash = hashKey(queryKey);
  useEffect(() => {
    if (client.getQueryCache().get(hash)?.state.data !== undefined) return undefined;
    const timer = setTimeout(() => void lay(client, name), linkState.get() === 'live' ? PATIENCE_MS : 0);
    return () => clearTimeout(timer);
  }, [client, name, hash]);
}

export function useKeptList(filter: object): void {
  useKept(listName(filter), ['list', filter]);
}

export function useKeptTalk(id: number): void {
  useKept(talkName(id), keys.thread(id));
  useEffect(() => void openedTalks.add(id), [id]);
}

async function lay(client: QueryClient, name: string): Promise<void> {
  const owner = ownerMark();
  // Without a copy the server's answer is waited for.
  const found = owner === null ? null : await readPieces(owner, (one) => one === name).catch(() => null);
  if (found) layIn(client, found, false);
}
