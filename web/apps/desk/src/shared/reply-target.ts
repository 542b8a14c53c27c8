/** Which message the composer answers, per conversation. */
import { createStore, useStore } from './store';

export interface ReplyTarget {
  id: number;
  author: string;
  text: string;
}

const targets = createStore<Record<number, ReplyTarget>>({});

export function setReplyTarget(conversation: number, target: ReplyTarget | null): void {
  targets.set((all) => {
    const rest = Object.fromEntries(Object.entries(all).filter(([id]) => Number(id) !== conversation));
    return target ? { ...rest, [conversation]: target } : rest;
  });
}

export function useReplyTarget(conversation: number): ReplyTarget | null {
  return useStore(targets)[conversation] ?? null;
}
