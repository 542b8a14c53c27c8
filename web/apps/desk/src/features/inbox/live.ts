/** Socket frames into the cached lists and counters. */
import type { ConversationRow, Counts, Page } from '@otklik/api';
import type { ServerFrame } from '@otklik/realtime';
import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { layOver } from '~/shared/desk-client';
import { keys, type ListFilter } from '~/shared/keys';
import { server } from '~/shared/server';
import { wireFilter } from './api';
import { applyRows, onlyServerKnows, renamed, type Me, type RowPages } from './patch';

export function followLists(client: QueryClient, frame: ServerFrame, me: Me): void {
  // Numbers are pushed when they change and never replayed: what happened before the line was there is asked for.
  if (frame.type === 'ready') void client.invalidateQueries({ queryKey: keys.counts });
  if (frame.type === 'counts') layOver<Counts>(client, keys.counts, () => frame.counts);
  if (frame.type === 'views') void client.invalidateQueries({ queryKey: keys.savedViews });
  if (frame.type === 'views') void client.invalidateQueries({ predicate: (query) => isSavedList(query.queryKey) });
  if (frame.type === 'bulk') for (const id of frame.run_ids) void client.invalidateQueries({ queryKey: keys.bulk(id) });
  if (frame.type === 'drafts') void client.invalidateQueries({ queryKey: keys.lists, predicate: (query) => (query.queryKey[1] as ListFilter).view === 'drafts' });
  if (frame.type === 'operators') followOwnTeams(client, frame.operators.find((one) => one.id === me.id), me);
  if (frame.type === 'people') followPeople(client, frame.people, me);
  if (frame.type !== 'changes') return;
  const change = { rows: frame.conversations ?? [], gone: frame.gone ?? [] };
  if (change.rows.length === 0 && change.gone.length === 0) return;
  for (const query of client.getQueryCache().findAll({ queryKey: keys.lists })) {
    const filter = query.queryKey[1] as ListFilter;
    layOver<RowPages>(client, query.queryKey, (pages) => pages && applyRows(pages, change, filter, me));
    if (onlyServerKnows(filter) && query.isActive()) askAgain(client, query.queryKey, change.rows.map((row) => row.id), me);
  }
}

/** Whose teams are others than before, has others to take from. */
function followOwnTeams(client: QueryClient, now: Me | undefined, me: Me): void {
  if (!now || String([...now.team_ids].sort()) === String([...me.team_ids].sort())) return;
  void client.invalidateQueries({ queryKey: keys.counts });
  void client.invalidateQueries({ queryKey: keys.lists, predicate: (query) => (query.queryKey[1] as ListFilter).view === 'unassigned' });
}

/** Rows tell of a customer by name and face; only the server knows whether they still fit a typed filter. */
function followPeople(client: QueryClient, people: ConversationRow['contact'][], me: Me): void {
  for (const { queryKey, isActive } of client.getQueryCache().findAll({ queryKey: keys.lists }).map((query) => ({ queryKey: query.queryKey, isActive: query.isActive() }))) {
    layOver<RowPages>(client, queryKey, (pages) => pages && renamed(pages, people));
    if (!isActive || !onlyServerKnows(queryKey[1] as ListFilter)) continue;
    const ids = client.getQueryData<RowPages>(queryKey)?.pages.flatMap((page) => page.items.filter((row) => people.some((one) => one.id === row.contact.id)).map((row) => row.id)) ?? [];
    if (ids.length > 0) askAgain(client, queryKey, ids, me);
  }
}

function isSavedList(key: QueryKey): boolean {
  return key[0] === keys.lists[0] && (key[1] as ListFilter | undefined)?.view.startsWith('saved:') === true;
}

const GATHER_MS = 700;
const MOST = 200;
const waiting = new Map<string, Set<number>>();

/** Whether changed rows are in a filtered list only the server can tell: they are asked for by their numbers, many at once. */
function askAgain(client: QueryClient, key: QueryKey, ids: number[], me: Me): void {
  const name = JSON.stringify(key);
  const known = waiting.get(name);
  if (known) {
    for (const id of ids) known.add(id);
    return;
  }
  waiting.set(name, new Set(ids));
  setTimeout(() => {
    const gathered = [...(waiting.get(name) ?? [])];
    waiting.delete(name);
    void settleAgain(client, key, gathered, me);
  }, GATHER_MS);
}

async function settleAgain(client: QueryClient, key: QueryKey, ids: number[], me: Me): Promise<void> {
  const filter = key[1] as ListFilter;
  if (ids.length > MOST) return client.invalidateQueries({ queryKey: key });
  try {
    const page = await server.get<Page<ConversationRow>>('/conversations', { ...wireFilter(filter), ids: ids.join(',') });
    const inside = new Set(page.items.map((row) => row.id));
    const left = ids.filter((id) => !inside.has(id));
    layOver<RowPages>(client, key, (pages) => pages && applyRows(pages, { rows: page.items, gone: left }, filter, me, inside));
  } catch {
    // The filter may be refused by now, as when its saved view is gone: asking for the list again says so.
    await client.invalidateQueries({ queryKey: key });
  }
}
