/** Where the columns of a file may go; each place takes one column. */
import type { Mapping } from './api';

export const ownTargets = ['name', 'email', 'phone', 'company', 'language', 'time_zone', 'vip', 'note', 'number'] as const;

export type OwnTarget = (typeof ownTargets)[number];

/** Sends a column to a place; what was sent there before is left out. */
export function sendTo(mapping: Mapping, column: number, target: string | null): Mapping {
  const others = Object.entries(mapping).filter(([place, taken]) => place !== String(column) && taken !== target);
  return Object.fromEntries(target === null ? others : [...others, [String(column), target]]);
}

/** Whether there is something by which a customer can be told. */
export function isAddressed(mapping: Mapping): boolean {
  return Object.values(mapping).some((target) => ['name', 'email', 'phone', 'number'].includes(target));
}
