/** The tree of topics, as plain rules on plain values. */
import type { Topic } from '@otklik/api';
import { topicChoices } from '~/shared/closing/asked';

/** The lowest storey, from 0: topics stand four deep. */
export const DEEPEST = 3;

/** How deep a topic stands, from 0. */
export function depthOf(all: readonly Topic[], topic: Topic): number {
  const above = all.find((one) => one.id === topic.parent_id);
  return above ? depthOf(all, above) + 1 : 0;
}

/** Topics that another can be put below with all that hangs on it: not itself, not its own, none too deep for it. */
export function parentChoices(all: readonly Topic[], topic: Topic): { value: string; label: string }[] {
  const own = new Set([topic.id]);
  // The list stands in the order of the tree among those in use and again among the archived ones.
  for (let before = 0; before !== own.size; ) {
    before = own.size;
    for (const one of all) if (one.parent_id !== null && own.has(one.parent_id)) own.add(one.id);
  }
  const lowest = Math.max(...all.filter((one) => own.has(one.id)).map((one) => depthOf(all, one)));
  const storeys = lowest - depthOf(all, topic) + 1;
  const fits = new Set(all.filter((one) => !own.has(one.id) && depthOf(all, one) + storeys <= DEEPEST).map((one) => String(one.id)));
  return topicChoices(all).filter((one) => fits.has(one.value));
}
