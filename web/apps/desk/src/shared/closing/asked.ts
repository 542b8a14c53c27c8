/** What is asked when a conversation is closed: topics of a tree and fields of the company's own, beside the reasons. */
import type { ConversationField, FieldValue, Topic } from '@otklik/api';
import { useQuery, type QueryClient } from '@tanstack/react-query';
import { useTeams } from '~/shared/colleagues';
import { keys } from '~/shared/keys';
import { reasonsQuery, useReasons } from '~/shared/labels';
import { server } from '~/shared/server';
import { useSession } from '~/shared/session';

export const topicsQuery = { queryKey: keys.topics, queryFn: () => server.get<Topic[]>('/topics'), staleTime: Infinity };
export const talkFieldsQuery = { queryKey: keys.talkFields, queryFn: () => server.get<ConversationField[]>('/conversation-fields'), staleTime: Infinity };

/** All topics, those used no more last. */
export function useTopics(): Topic[] {
  return useQuery(topicsQuery).data ?? [];
}

/** All fields of conversations, those used no more last. */
export function useTalkFields(): ConversationField[] {
  return useQuery(talkFieldsQuery).data ?? [];
}

/** Whether closing asks anything. */
export function useClosingAsks(): boolean {
  const reasons = useReasons();
  const topics = useTopics();
  const fields = useTalkFields();
  return reasons.length > 0 || [...topics, ...fields].some((one) => !one.archived);
}

/** The same, where the lists may have to be brought first; when they cannot be, the server says what is missing. */
export async function closingAsks(client: QueryClient): Promise<boolean> {
  const [reasons, topics, fields] = await Promise.all([client.query(reasonsQuery), client.query(topicsQuery), client.query(talkFieldsQuery)]);
  return reasons.length > 0 || [...topics, ...fields].some((one) => !one.archived);
}

/** Whether a topic is needed: the rule of the team, or of the company where the team has none. */
export function useTopicNeeded(team: number | null | undefined): boolean {
  const { topic_required: company } = useSession().workspace;
  const rule = useTeams().find((one) => one.id === team)?.topic_required;
  return rule ?? company;
}

/** Topics in use with the names above them, for a list to choose from. */
export function topicChoices(topics: readonly Topic[]): { value: string; label: string }[] {
  const byId = new Map(topics.map((one) => [one.id, one]));
  const path = (one: Topic): string => {
    const above = one.parent_id === null ? undefined : byId.get(one.parent_id);
    return above ? `${path(above)} › ${one.name}` : one.name;
  };
  return topics.filter((one) => !one.archived).map((one) => ({ value: String(one.id), label: path(one) }));
}

/** What stands in the fields of the form: a number as it is typed. */
export type Typed = Record<string, string | boolean>;

export function typedOf(values: Record<string, FieldValue>): Typed {
  return Object.fromEntries(Object.entries(values).flatMap(([key, value]) => (value === null ? [] : [[key, typeof value === 'boolean' ? value : String(value)]])));
}

export type FieldFault = 'needed' | 'notNumber';

/** Reads the form: what differs from what was there, and what is wrong with it. */
export function readTyped(fields: readonly ConversationField[], typed: Typed, before: Record<string, FieldValue>): { values: Record<string, FieldValue>; faults: Record<string, FieldFault> } {
  const values: Record<string, FieldValue> = {};
  const faults: Record<string, FieldFault> = {};
  for (const field of fields) {
    const said = typed[field.key];
    const value = typeof said === 'string' ? readText(field, said.trim()) : (said ?? null);
    if (value === undefined) faults[field.key] = 'notNumber';
    else if (value === null && field.required) faults[field.key] = 'needed';
    else if (value !== (before[field.key] ?? null)) values[field.key] = value;
  }
  return { values, faults };
}

/** A number is read as people write it, `1 500,50` too; undefined when it is none. */
function readText(field: ConversationField, text: string): FieldValue | undefined {
  if (text === '') return null;
  if (field.kind !== 'number') return text;
  const number = Number(text.replaceAll(/\s/gu, '').replace(',', '.'));
  return Number.isFinite(number) ? number : undefined;
}
