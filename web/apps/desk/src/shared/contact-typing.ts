/** Which customers write at this moment. Pushed, and over by itself when the channel has said nothing more. */
import { useCallback, useSyncExternalStore } from 'react';

const writing = new Map<number, ReturnType<typeof setTimeout>>();
const listeners = new Map<number, Set<() => void>>();

/** Takes what the channel says: the customer writes, for so many seconds unless more is heard. */
export function putContactTyping(conversation: number, seconds: number): void {
  clearTimeout(writing.get(conversation));
  writing.set(conversation, setTimeout(() => dropContactTyping(conversation), seconds * 1000));
  tell(conversation);
}

/** What they wrote is there, or the line was cut and nobody knows. */
export function dropContactTyping(conversation: number): void {
  clearTimeout(writing.get(conversation));
  if (writing.delete(conversation)) tell(conversation);
}

export function forgetContactTyping(): void {
  for (const conversation of [...writing.keys()]) dropContactTyping(conversation);
}

export function isContactTyping(conversation: number): boolean {
  return writing.has(conversation);
}

/** Every row of a list asks this: a row hears of its own conversation only. */
export function useContactTyping(conversation: number): boolean {
  const subscribe = useCallback((hear: () => void) => listen(conversation, hear), [conversation]);
  return useSyncExternalStore(subscribe, () => isContactTyping(conversation));
}

function tell(conversation: number): void {
  listeners.get(conversation)?.forEach((hear) => hear());
}

function listen(conversation: number, hear: () => void): () => void {
  const known = listeners.get(conversation) ?? new Set();
  listeners.set(conversation, known.add(hear));
  return () => {
    known.delete(hear);
    if (known.size === 0) listeners.delete(conversation);
  };
}
