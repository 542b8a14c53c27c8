import { useInboxes } from '~/shared/channels';
import { useOperators, useTeams } from '~/shared/colleagues';
import { useTags } from '~/shared/labels';
import type { Names } from './suggest';

/** The names a filter may mean, from what the desk has at hand. */
export function useNames(): Names {
  const operators = useOperators();
  const teams = useTeams();
  const inboxes = useInboxes() ?? [];
  const tags = useTags();
  const once = (names: string[]) => [...new Set(names)];
  return {
    assignee: once(operators.map((one) => one.name)),
    team: once(teams.map((one) => one.name)),
    inbox: once(inboxes.map((one) => one.name)),
    tag: once(tags.map((one) => one.name)),
  };
}
