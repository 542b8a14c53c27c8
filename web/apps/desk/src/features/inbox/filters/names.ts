import { useAttributes } from '~/shared/attributes';
import { useInboxes } from '~/shared/channels';
import { useOperators, useTeams } from '~/shared/colleagues';
import { useTalkFields, useTopics } from '~/shared/closing/asked';
import { useReasons, useTags } from '~/shared/labels';
import { fieldOf, talkFieldOf, type Field } from './lexicon';
import type { Names } from './suggest';

/** The company's own fields of customers and of conversations that are in use, as fields of a filter. */
export function useOwnFields(): Field[] {
  const ofPeople = useAttributes().data ?? [];
  const ofTalks = useTalkFields();
  return [...ofTalks.filter((one) => !one.archived).map(talkFieldOf), ...ofPeople.filter((one) => !one.archived).map(fieldOf)];
}

/** The names a filter may mean, from what the desk has at hand. */
export function useNames(): Names {
  const operators = useOperators();
  const teams = useTeams();
  const inboxes = useInboxes() ?? [];
  const tags = useTags();
  const reasons = useReasons();
  const attributes = useAttributes().data ?? [];
  const topics = useTopics();
  const talkFields = useTalkFields();
  const once = (names: string[]) => [...new Set(names)];
  return {
    assignee: once(operators.map((one) => one.name)),
    team: once(teams.map((one) => one.name)),
    inbox: once(inboxes.map((one) => one.name)),
    ...Object.fromEntries(attributes.filter((one) => one.choices.length > 0).map((one) => [fieldOf(one).name, one.choices])),
    ...Object.fromEntries(talkFields.filter((one) => one.choices.length > 0).map((one) => [talkFieldOf(one).name, one.choices])),
    topic: once(topics.filter((one) => !one.archived).map((one) => one.name)),
    reason: once(reasons.map((one) => one.name)),
    tag: once(tags.map((one) => one.name)),
  };
}
