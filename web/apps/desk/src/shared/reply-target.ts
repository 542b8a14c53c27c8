/** Which message the composer answers, per conversation: a part of the draft. */
import { useDraft, writeDraft, type ReplyTarget } from './drafts';

export type { ReplyTarget };

export function setReplyTarget(conversation: number, target: ReplyTarget | null): void {
  writeDraft(conversation, 'reply', { reply: target ?? undefined });
}

export function useReplyTarget(conversation: number): ReplyTarget | null {
  return useDraft(conversation, 'reply')?.reply ?? null;
}
