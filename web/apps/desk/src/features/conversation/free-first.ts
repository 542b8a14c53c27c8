import type { Operator } from '@otklik/api';

const rank = { online: 0, away: 1, offline: 2 } as const;

/** Who can take it soonest: present ones first, then those with fewer conversations. */
export function freeFirst(operators: Operator[]): Operator[] {
  return [...operators].sort(
    (a, b) => rank[a.presence] - rank[b.presence] || a.open_conversations - b.open_conversations || a.name.localeCompare(b.name),
  );
}
