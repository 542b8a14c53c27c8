/** Which colleagues look at a conversation now, and who of them writes. Pushed, never asked for. */
import type { Viewer } from '@otklik/realtime';
import { useCallback, useSyncExternalStore } from 'react';
import { useSession } from './session';

const nobody: Viewer[] = [];
const seen = new Map<number, Viewer[]>();
const listeners = new Map<number, Set<() => void>>();

export function putViewers(conversation: number, viewers: Viewer[]): void {
  if (viewers.length > 0) seen.set(conversation, viewers);
  else seen.delete(conversation);
  listeners.get(conversation)?.forEach((tell) => tell());
}

/** Before a line that has just begun tells who is there: who left meanwhile is gone. */
export function forgetViewers(): void {
  for (const conversation of [...seen.keys()]) putViewers(conversation, nobody);
}

/** Everybody but oneself. Every row of a list asks this: a row hears of its own conversation only. */
export function useOtherViewers(conversation: number): Viewer[] {
  const me = useSession().operator.id;
  const subscribe = useCallback((tell: () => void) => listen(conversation, tell), [conversation]);
  const viewers = useSyncExternalStore(subscribe, () => seen.get(conversation) ?? nobody);
  return viewers.length > 0 ? viewers.filter((viewer) => viewer.operator_id !== me) : nobody;
}

function listen(conversation: number, tell: () => void): () => void {
  const known = listeners.get(conversation) ?? new Set();
  listeners.set(conversation, known.add(tell));
  return () => {
    known.delete(tell);
    if (known.size === 0) listeners.delete(conversation);
  };
}
