/** Tags and closing reasons: the same lists for the thread, the list and settings. */
import type { ClosingReason, FieldValue, Tag } from '@otklik/api';
import type { ServerFrame } from '@otklik/realtime';
import { useQuery, type QueryClient } from '@tanstack/react-query';
import { keys } from './keys';
import { server } from './server';

/** Colours of tags, by the numbers of the tokens `--tone-0` to `--tone-5`. */
export const TONES = [0, 1, 2, 3, 4, 5] as const;

export const NAME_MAX = 50;

/** Tags of one conversation. */
export const TAGS_MAX = 20;

export const tagsQuery = { queryKey: keys.tags, queryFn: () => server.get<Tag[]>('/tags'), staleTime: Infinity };

export function useTags(): Tag[] {
  return useQuery(tagsQuery).data ?? [];
}

/** What a conversation is closed for, as it is sent. */
export interface Closing {
  reason_id?: number;
  topic_id?: number;
  /** By their keys; null empties one. */
  fields?: Record<string, FieldValue>;
  note?: string;
  /** False: the customer is not asked how it was. */
  ask_rating?: boolean;
}

export const reasonsQuery = { queryKey: keys.reasons, queryFn: () => server.get<ClosingReason[]>('/closing-reasons'), staleTime: Infinity };

export function useReasons(): ClosingReason[] {
  return useQuery(reasonsQuery).data ?? [];
}

export function followLabels(client: QueryClient, frame: ServerFrame): void {
  if (frame.type !== 'labels') return;
  void client.invalidateQueries({ queryKey: keys.tags });
  void client.invalidateQueries({ queryKey: keys.reasons });
  void client.invalidateQueries({ queryKey: keys.topics });
  void client.invalidateQueries({ queryKey: keys.talkFields });
  if (!frame.relabelled) return;
  void client.invalidateQueries({ queryKey: keys.lists });
  void client.invalidateQueries({ queryKey: keys.conversations });
}
