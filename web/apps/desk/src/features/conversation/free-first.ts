import type { Operator } from '@otklik/api';

const rank = { online: 0, busy: 1, break: 2, away: 3, offline: 4 } as const;

/** Whether somebody holds as many conversations as they should. */
export function isFull({ capacity, open_conversations: open }: Pick<Operator, 'capacity' | 'open_conversations'>): boolean {
  return capacity !== null && open >= capacity;
}

/** Who can take it soonest: those at the desk with room first, then by the share of their capacity, then the fewest. */
export function freeFirst(operators: Operator[]): Operator[] {
  return [...operators].sort(
    (a, b) =>
      rank[a.presence] - rank[b.presence] ||
      Number(isFull(a)) - Number(isFull(b)) ||
      (a.capacity && b.capacity ? a.open_conversations / a.capacity - b.open_conversations / b.capacity : 0) ||
      a.open_conversations - b.open_conversations ||
      a.name.localeCompare(b.name),
  );
}
