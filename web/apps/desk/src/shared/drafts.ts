/** Unsent text, kept in this browser per conversation and tab until it is sent. */
import { useSyncExternalStore } from 'react';
import { forget, keep, recall } from './kept';

export type DraftTab = 'reply' | 'note';

export interface Draft {
  text: string;
  subject?: string;
  at: number;
}

const SAVE_MS = 400;
const listeners = new Set<() => void>();
const held = new Map<string, Draft | null>();
const timers = new Map<string, ReturnType<typeof setTimeout>>();

const nameOf = (conversation: number, tab: DraftTab) => `draft.${conversation}.${tab}`;

export function readDraft(conversation: number, tab: DraftTab): Draft | null {
  const name = nameOf(conversation, tab);
  if (!held.has(name)) held.set(name, recall(name) as Draft | null);
  return held.get(name) ?? null;
}

/** Remembers at once for the screen, and in the storage when typing pauses. Empty text forgets. */
export function writeDraft(conversation: number, tab: DraftTab, draft: Omit<Draft, 'at'>): void {
  const name = nameOf(conversation, tab);
  const empty = draft.text.trim() === '';
  const before = held.get(name) ?? null;
  held.set(name, empty ? null : { ...draft, at: Date.now() });
  clearTimeout(timers.get(name));
  timers.set(name, setTimeout(() => save(name), SAVE_MS));
  if ((before === null) !== empty) listeners.forEach((tell) => tell());
}

/** Saves what has not been saved yet: the page is going away. */
export function flushDrafts(): void {
  for (const name of [...timers.keys()]) save(name);
}

function save(name: string): void {
  clearTimeout(timers.get(name));
  timers.delete(name);
  const draft = held.get(name);
  if (draft) keep(name, draft);
  else forget(name);
}

export function dropDrafts(): void {
  timers.forEach((timer) => clearTimeout(timer));
  timers.clear();
  held.clear();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useDraftExists(conversation: number): boolean {
  return useSyncExternalStore(subscribe, () => readDraft(conversation, 'reply') !== null || readDraft(conversation, 'note') !== null);
}

if (typeof window !== 'undefined') {
  window.addEventListener('pagehide', flushDrafts);
  document.addEventListener('visibilitychange', flushDrafts);
}
