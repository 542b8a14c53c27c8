import { useEffect, useRef, useSyncExternalStore } from 'react';
import { createStore } from '~/shared/store';
import type { ActionId } from './catalog';

type Handler = () => void;

interface Offer {
  handler: { current: Handler };
  /** It goes before those of the open conversation: rows are chosen, and the action is for them. */
  chosen: boolean;
}

const handlers = new Map<ActionId, Offer[]>();
const listeners = new Set<() => void>();
let available: ReadonlySet<ActionId> = new Set();
let forChosen: ReadonlySet<ActionId> = new Set();

/** For how many chosen rows actions are offered: a number, or everything in the list. */
export const chosenCount = createStore<number | 'all' | null>(null);

function announce(): void {
  const offered = [...handlers].filter(([, list]) => list.length > 0);
  available = new Set(offered.map(([id]) => id));
  forChosen = new Set(offered.filter(([, list]) => list.some((one) => one.chosen)).map(([id]) => id));
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Offers to carry the action out while this component stands and the action makes sense. */
export function useAction(id: ActionId, handler: Handler, enabled = true): void {
  useOffer(id, handler, enabled, false);
}

/** Offers to carry the action out for the chosen rows, before the open conversation is asked. */
export function useChosenAction(id: ActionId, handler: Handler): void {
  useOffer(id, handler, true, true);
}

function useOffer(id: ActionId, handler: Handler, enabled: boolean, chosen: boolean): void {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => {
    if (!enabled) return undefined;
    const offer = { handler: latest, chosen };
    handlers.set(id, [...(handlers.get(id) ?? []), offer]);
    announce();
    if (awaited?.id === id) {
      const late = Date.now() > awaited.until;
      awaited = null;
      // Behind the effects of what has just come: the field may be drawn a moment later.
      if (!late) setTimeout(() => runAction(id));
    }
    return () => {
      handlers.set(id, (handlers.get(id) ?? []).filter((one) => one !== offer));
      announce();
    };
  }, [id, enabled, chosen]);
}

/** Runs the newest offer, one for chosen rows before all others; false when nobody offers. */
export function runAction(id: ActionId): boolean {
  const offers = handlers.get(id) ?? [];
  const offer = offers.findLast((one) => one.chosen) ?? offers.at(-1);
  offer?.handler.current();
  return offer !== undefined;
}

export function isOffered(id: ActionId): boolean {
  return (handlers.get(id)?.length ?? 0) > 0;
}

const PATIENCE_MS = 3000;
const patient = new Set<ActionId>(['composer.reply', 'composer.note']);
let awaited: { id: ActionId; until: number } | null = null;

/** Runs an action, or waits for who writes to be there: the field of the first conversation comes behind the conversation. */
export function runOrAwait(id: ActionId): boolean {
  const opening = document.querySelector('[data-opening]') !== null;
  const waits = awaited !== null && Date.now() < awaited.until;
  // What is pressed while the field comes was meant for the field, not for the desk.
  if (waits && opening && awaited?.id !== id) return true;
  if (runAction(id)) return true;
  if (patient.has(id) || (id === 'list.open' && opening)) awaited = { id, until: Date.now() + PATIENCE_MS };
  return false;
}

export function useAvailableActions(): ReadonlySet<ActionId> {
  return useSyncExternalStore(subscribe, () => available);
}

/** The actions that are for the chosen rows now. */
export function useChosenActions(): ReadonlySet<ActionId> {
  return useSyncExternalStore(subscribe, () => forChosen);
}
