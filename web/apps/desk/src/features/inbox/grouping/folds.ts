/** Which groups are folded, remembered by this browser for each list and what it is grouped by. */
import type { GroupName } from '@otklik/api';
import { useMemo } from 'react';
import { keep, recall } from '~/shared/kept';
import { createStore, useStore } from '~/shared/store';

const NAME = 'list-folds';
const LISTS = 40;
const KEYS = 200;

/** Keys of folded groups, by the list and its grouping; what was folded last stands last. */
type Folds = Record<string, string[]>;

const folds = createStore<Folds>(read());

function read(): Folds {
  const kept = recall(NAME);
  if (typeof kept !== 'object' || kept === null || Array.isArray(kept)) return {};
  return Object.fromEntries(Object.entries(kept).filter((entry): entry is [string, string[]] => Array.isArray(entry[1]) && entry[1].every((key) => typeof key === 'string')));
}

/** The folds after a group was folded or opened; lists that were not touched for long are forgotten. */
export function withFold(now: Folds, list: string, keys: string[], on: boolean): Folds {
  const { [list]: known = [], ...others } = now;
  const rest = known.filter((key) => !keys.includes(key));
  const next = (on ? [...rest, ...keys] : rest).slice(-KEYS);
  return Object.fromEntries([...Object.entries(others), ...(next.length > 0 ? [[list, next] as const] : [])].slice(-LISTS));
}

export function fold(view: string, group: GroupName, keys: string[], on: boolean): void {
  folds.set((now) => withFold(now, nameOf(view, group), keys, on));
  keep(NAME, folds.get());
}

export function useFolded(view: string, group: GroupName | null): ReadonlySet<string> {
  const all = useStore(folds);
  const keys = group ? all[nameOf(view, group)] : undefined;
  return useMemo(() => new Set(keys), [keys]);
}

function nameOf(view: string, group: GroupName): string {
  return `${view} ${group}`;
}
