import { useAttributes } from '~/shared/attributes';
import { useInboxes } from '~/shared/channels';
import { useOperators, useTeams } from '~/shared/colleagues';
import { useReasons, useTags } from '~/shared/labels';
import { fieldOf, type Field } from './lexicon';
import type { Names } from './suggest';

/** The company's own fields of customers that are in use, as fields of a filter. */
export function useOwnFields(): Field[] {
  return (useAttributes().data ?? []).filter((one) => !one.archived).map(fieldOf);
}

/** The names a filter may mean, from what the desk has at hand. */
export function useNames(): Names {
  const operators = useOperators();
  const teams = useTeams();
  const inboxes = useInboxes() ?? [];
  const tags = useTags();
  const reasons = useReasons();
  const attributes = useAttributes().data ?? [];
  const once = (names: string[]) => [...new Set(names)];
  return {
    assignee: once(operators.map((one) => one.name)),
    team: once(teams.map((one) => one.name)),
    inbox: once(inboxes.map((one) => one.name)),
    ...Object.fromEntries(attributes.filter((one) => one.choices.length > 0).map((one) => [fieldOf(one).name, one.choices])),
    reason: once(reasons.map((one) => one.name)),
    tag: once(tags.map((one) => one.name)),
  };
}
