/** Many conversations of one customer become one, each by the way a single one is merged. */
import type { ConversationRow, MergedConversation } from '@otklik/api';
import { asProblem } from '@otklik/api';
import type { RowPages } from '../patch';
import { server } from '~/shared/server';

/** As many as are merged at once: each is a change of its own that can be taken back. */
export const MERGE_MAX = 20;

export type Obstacle = 'few' | 'many' | 'whole' | 'people';

/** Why these rows cannot become one; null when they can. */
export function obstacleOf(rows: ConversationRow[], chosen: number, whole: boolean): Obstacle | null {
  if (whole) return 'whole';
  if (chosen > MERGE_MAX) return 'many';
  if (new Set(rows.map((row) => row.contact.id)).size > 1) return 'people';
  return rows.length < 2 || rows.length !== chosen ? 'few' : null;
}

/** The one that goes on unless another is chosen: one that is still open, and of those the latest. */
export function usualHost(rows: ConversationRow[]): ConversationRow | null {
  const later = (a: ConversationRow, b: ConversationRow) => Number(a.status === 'resolved') - Number(b.status === 'resolved') || (a.last_message_at < b.last_message_at ? 1 : -1);
  return [...rows].sort(later)[0] ?? null;
}

/** The rows of these numbers, wherever a list holds them. */
export function rowsOf(lists: (RowPages | undefined)[], ids: number[]): ConversationRow[] {
  const known = new Map(lists.flatMap((list) => list?.pages.flatMap((page) => page.items) ?? []).map((row) => [row.id, row]));
  return ids.flatMap((id) => known.get(id) ?? []);
}

export interface Merging {
  merges: number[];
  failures: { id: number; code: string; name: string }[];
}

/** One after the other: what is refused stays as it is and is named. */
export async function mergeAll(guests: ConversationRow[], into: number): Promise<Merging> {
  const done: Merging = { merges: [], failures: [] };
  for (const guest of guests) {
    try {
      done.merges.push((await server.post<MergedConversation>(`/conversations/${guest.id}/merge`, { into_id: into })).merge_id);
    } catch (error) {
      done.failures.push({ id: guest.id, code: asProblem(error).code, name: guest.contact.name });
    }
  }
  return done;
}

/** The last first: a merge that lies under another cannot be taken back before it. */
export async function partAll(merges: number[]): Promise<void> {
  for (const id of [...merges].reverse()) await server.post(`/conversations/merges/${id}/undo`);
}
