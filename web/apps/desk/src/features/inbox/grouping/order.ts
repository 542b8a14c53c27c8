/** In which group a row stands, and the order of groups; the same as on the server (`desk/grouping.py`). */
import type { ConversationRow, GroupName } from '@otklik/api';

/** The group of what has no holder, team or channel. */
export const NONE = 'none';

export interface Group {
  key: string;
  /** Of people, teams and channels; states and priorities are named by the desk. */
  name: string | null;
}

const nobody: Group = { key: NONE, name: null };
const states = ['open', 'snoozed', 'resolved'];
const priorities: string[] = ['urgent', 'high', 'normal', 'low'];

export function groupOf(row: ConversationRow, group: GroupName): Group {
  switch (group) {
    case 'status':
      return { key: states.includes(row.status) ? row.status : 'open', name: null };
    case 'priority':
      return { key: row.priority, name: null };
    case 'assignee':
      return row.assignee ? { key: String(row.assignee.id), name: row.assignee.name } : nobody;
    case 'team':
      return row.team ? { key: String(row.team.id), name: row.team.name } : nobody;
    case 'inbox':
      return row.inbox_id === null ? nobody : { key: String(row.inbox_id), name: row.inbox_name };
  }
}

/** States and priorities by their rank; of the others what has none first, then by name, and by number where names are the same. */
export function compareGroups(group: GroupName): (a: Group, b: Group) => number {
  const fixed = group === 'status' ? states : group === 'priority' ? priorities : null;
  if (fixed) return (a, b) => fixed.indexOf(a.key) - fixed.indexOf(b.key);
  return (a, b) => {
    if (a.key === b.key) return 0;
    if (a.key === NONE) return -1;
    if (b.key === NONE) return 1;
    const [first, second] = [foldName(a.name), foldName(b.name)];
    if (first !== second) return first < second ? -1 : 1;
    return Number(a.key) - Number(b.key);
  };
}

const KEY_CHARS = 40;

function foldName(name: string | null): string {
  return [...(name ?? '').trim().toLowerCase().replaceAll('ё', 'е')].slice(0, KEY_CHARS).join('');
}
