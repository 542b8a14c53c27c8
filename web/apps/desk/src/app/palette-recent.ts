/** What was done from the palette lately, by the names of its entries; this browser remembers it. */
import type { SpotlightActionData, SpotlightActionGroupData } from '@mantine/spotlight';
import { keep, recall } from '~/shared/kept';

const NAME = 'palette.recent';
const KEPT = 20;
const SHOWN = 4;

export function readRecent(): string[] {
  const kept = recall(NAME);
  return Array.isArray(kept) ? kept.filter((one): one is string => typeof one === 'string') : [];
}

export function noteRecent(id: string): void {
  keep(NAME, [id, ...readRecent().filter((one) => one !== id)].slice(0, KEPT));
}

/** The entries that were used lately and can be used now, in a group of their own before the others. */
export function withRecent(groups: SpotlightActionGroupData[], recent: string[], title: string): SpotlightActionGroupData[] {
  const all = new Map(groups.flatMap((group) => group.actions).map((one) => [one.id, one]));
  const first = recent.flatMap((id) => all.get(id) ?? []).slice(0, SHOWN);
  const rest = groups.map((group) => ({ ...group, actions: group.actions.filter((one) => !first.includes(one)) })).filter((group) => group.actions.length > 0);
  return first.length > 0 ? [{ group: title, actions: first }, ...rest] : rest;
}

/** Better fitting ones first, and of those that fit alike the ones used lately. */
export function inOrder(actions: SpotlightActionData[], rank: (one: SpotlightActionData) => number, recent: string[]): SpotlightActionData[] {
  const lately = (one: SpotlightActionData) => (recent.includes(one.id) ? recent.indexOf(one.id) : KEPT);
  return [...actions].sort((a, b) => rank(a) - rank(b) || lately(a) - lately(b));
}
