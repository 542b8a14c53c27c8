import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { ActionId } from './catalog';

type Handler = () => void;

const handlers = new Map<ActionId, { current: Handler }[]>();
const listeners = new Set<() => void>();
let available: ReadonlySet<ActionId> = new Set();

function announce(): void {
  available = new Set([...handlers].filter(([, list]) => list.length > 0).map(([id]) => id));
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Offers to carry the action out while this component stands and the action makes sense. */
export function useAction(id: ActionId, handler: Handler, enabled = true): void {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => {
    if (!enabled) return undefined;
    const list = handlers.get(id) ?? [];
    handlers.set(id, [...list, latest]);
    announce();
    return () => {
      handlers.set(id, (handlers.get(id) ?? []).filter((one) => one !== latest));
      announce();
    };
  }, [id, enabled]);
}

/** Runs the newest offer; false when nobody offers. */
export function runAction(id: ActionId): boolean {
  const offer = handlers.get(id)?.at(-1);
  offer?.current();
  return offer !== undefined;
}

export function useAvailableActions(): ReadonlySet<ActionId> {
  return useSyncExternalStore(subscribe, () => available);
}
