/** Cuts what is worth keeping out of the cache: facts of the session, lists, and conversations that were opened. */
import type { Session } from '@otklik/api';
import type { InfiniteData, QueryClient, QueryKey } from '@tanstack/react-query';
import { keys } from '../keys';
import { factName, LIST_PAGES, listName, MESSAGES, PIECE_CHARS, talkName, type Entry, type Piece } from './bounds';

const facts = new Set<unknown>(
  [keys.session, keys.operators, keys.teams, keys.tags, keys.reasons, keys.attributes, keys.breakReasons, keys.channels, keys.inboxes, keys.counts, keys.savedViews, keys.canned, keys.macros, keys.notifications, keys.mutes].map(([name]) => name),
);

/** The piece to which an answer belongs; null when it is not kept. */
export function pieceOf(client: QueryClient, queryKey: QueryKey, opened: ReadonlySet<number>): string | null {
  const [kind, which] = queryKey;
  if (queryKey.length === 1 && facts.has(kind)) return factName(queryKey);
  if (kind === keys.lists[0] && queryKey.length === 2) return listName(which);
  if (queryKey.length !== 2 || typeof which !== 'number') return null;
  if (kind === keys.conversations[0] || kind === keys.threads[0]) return opened.has(which) ? talkName(which) : null;
  if (kind !== keys.contact(0)[0]) return null;
  const talk = [...opened].find((id) => contactOf(client, id) === which);
  return talk === undefined ? null : talkName(talk);
}

function contactOf(client: QueryClient, conversation: number): number | undefined {
  return client.getQueryData<{ contact: { id: number } }>(keys.conversation(conversation))?.contact.id;
}

/** The piece as it is to be kept; null when the cache has it no more, or it is too big. */
export function cutPiece(client: QueryClient, name: string): Piece | null {
  const kind = name.slice(0, name.indexOf(':'));
  const rest = name.slice(kind.length + 1);
  if (kind === 'talk') return cutTalk(client, name, Number(rest));
  const queryKey: QueryKey = kind === 'fact' ? [rest] : ['list', JSON.parse(rest)];
  const data: unknown = client.getQueryData(queryKey);
  if (data === undefined) return null;
  return fitting(name, [[queryKey, kind === 'list' ? firstPages(data as InfiniteData<unknown>) : withoutSecret(queryKey, data)]]);
}

/** Messages of mails may be long: as many of the newest as there is room for. */
function cutTalk(client: QueryClient, name: string, id: number): Piece | null {
  const thread = client.getQueryData<{ items: unknown[]; complete: boolean }>(keys.thread(id));
  const conversation = client.getQueryData(keys.conversation(id));
  if (!thread || conversation === undefined) return null;
  const contact = keys.contact(contactOf(client, id) ?? 0);
  const others: Entry[] = [[keys.conversation(id), conversation], [contact, client.getQueryData(contact)]];
  for (let most = MESSAGES; most > 0; most = Math.floor(most / 2)) {
    const items = thread.items.slice(-most);
    const piece = fitting(name, [...others, [keys.thread(id), { items, complete: thread.complete && items.length === thread.items.length }]]);
    if (piece) return piece;
  }
  return null;
}

function fitting(name: string, entries: Entry[]): Piece | null {
  const text = JSON.stringify(entries.filter(([, data]) => data !== undefined));
  return text.length > PIECE_CHARS ? null : { name, text };
}

function firstPages({ pages, pageParams }: InfiniteData<unknown>): InfiniteData<unknown> {
  return { pages: pages.slice(0, LIST_PAGES), pageParams: pageParams.slice(0, LIST_PAGES) };
}

/** What proves a change to be the operator's own stays in memory. */
function withoutSecret(queryKey: QueryKey, data: unknown): unknown {
  return queryKey[0] === keys.session[0] ? ({ ...(data as Session), csrf_token: '' } satisfies Session) : data;
}
