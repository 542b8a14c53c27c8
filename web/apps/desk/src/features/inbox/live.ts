/** Socket frames into the cached lists and counters. */
import type { ConversationRow, Counts, Page, SavedView } from '@otklik/api';
import type { ServerFrame } from '@otklik/realtime';
import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { layOver } from '~/shared/desk-client';
import { keys, type ListFilter } from '~/shared/keys';
import { server } from '~/shared/server';
import { wireFilter } from './api';
import { columnsOf } from './columns/columns';
import { savedOf, shownGroup } from './look';
import { applyRows, onlyServerKnows, renamed, type Me, type RowPages } from './patch';

export function followLists(client: QueryClient, frame: ServerFrame, me: Me): void {
  // Numbers are pushed when they change and never replayed: what happened before the line was there is asked for.
  if (frame.type === 'ready') void client.invalidateQueries({ queryKey: keys.counts });
  if (frame.type === 'ready' || frame.type === 'views' || frame.type === 'teams') void client.invalidateQueries({ queryKey: keys.listGroups });
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
    const filter = ordered(client, query.queryKey[1] as ListFilter);
    layOver<RowPages>(client, query.queryKey, (pages) => pages && applyRows(pages, change, filter, me));
    if ((onlyServerKnows(filter) || filter.columns) && query.isActive()) askAgain(client, query.queryKey, change.rows.map((row) => row.id), me);
  }
  countGroupsSoon(client);
}

/** The list with the order, groups and columns that its saved view gives it. */
function ordered(client: QueryClient, filter: ListFilter): ListFilter {
  const saved = client.getQueryData<SavedView[]>(keys.savedViews);
  const view = savedOf(filter.view, saved);
  return { ...filter, sort: filter.sort ?? view?.sort, group: shownGroup(filter, saved) ?? 'none', columns: filter.columns ?? (columnsOf(view) || undefined) };
}

const COUNT_MS = 3000;
let counting: ReturnType<typeof setTimeout> | undefined;

/** How much groups hold is asked for once after many changes, and only while a list by groups is open. */
function countGroupsSoon(client: QueryClient): void {
  if (counting !== undefined || client.getQueryCache().findAll({ queryKey: keys.listGroups, type: 'active' }).length === 0) return;
  counting = setTimeout(() => {
    counting = undefined;
    void client.invalidateQueries({ queryKey: keys.listGroups });
  }, COUNT_MS);
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
    const filter = ordered(client, queryKey[1] as ListFilter);
    if (!isActive || !(onlyServerKnows(filter) || filter.columns)) continue;
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
  const filter = ordered(client, key[1] as ListFilter);
  if (ids.length > MOST) return client.invalidateQueries({ queryKey: key });
  try {
    const page = await server.get<Page<ConversationRow>>('/conversations', { ...wireFilter(key[1] as ListFilter), ids: ids.join(',') });
    const inside = new Set(page.items.map((row) => row.id));
    const left = ids.filter((id) => !inside.has(id));
    layOver<RowPages>(client, key, (pages) => pages && applyRows(pages, { rows: page.items, gone: left }, filter, me, inside));
  } catch {
    // The filter may be refused by now, as when its saved view is gone: asking for the list again says so.
    await client.invalidateQueries({ queryKey: key });
  }
}
