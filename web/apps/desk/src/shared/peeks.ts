/** What others are writing and have not sent, in the conversations that are open here. Kept nowhere. */
import { useCallback, useSyncExternalStore } from 'react';

export interface Peek {
  /** The colleague who writes; null for the customer. */
  operator: number | null;
  name: string;
  text: string;
}

const nothing: Peek[] = [];
const shown = new Map<number, Peek[]>();
const timers = new Map<string, ReturnType<typeof setTimeout>>();
const listeners = new Map<number, Set<() => void>>();

/** Shows it until it is told again or so many seconds have passed; an empty text takes it away. */
export function putPeek(conversation: number, peek: Peek, seconds: number): void {
  const name = `${conversation} ${peek.operator ?? ''}`;
  clearTimeout(timers.get(name));
  timers.delete(name);
  const others = (shown.get(conversation) ?? nothing).filter((one) => one.operator !== peek.operator);
  if (peek.text.trim()) {
    timers.set(name, setTimeout(() => putPeek(conversation, { ...peek, text: '' }, 0), seconds * 1000));
    shown.set(conversation, [...others, peek]);
  } else if (others.length > 0) shown.set(conversation, others);
  else shown.delete(conversation);
  listeners.get(conversation)?.forEach((tell) => tell());
}

/** What had been seen of somebody's text has been sent. */
export function dropPeek(conversation: number, operator: number | null): void {
  if (shown.get(conversation)?.some((one) => one.operator === operator)) putPeek(conversation, { operator, name: '', text: '' }, 0);
}

export function peeksOf(conversation: number): Peek[] {
  return shown.get(conversation) ?? nothing;
}

export function usePeeks(conversation: number): Peek[] {
  const subscribe = useCallback(
    (tell: () => void) => {
      const known = listeners.get(conversation) ?? new Set();
      listeners.set(conversation, known.add(tell));
      return () => {
        known.delete(tell);
        if (known.size === 0) listeners.delete(conversation);
      };
    },
    [conversation],
  );
  return useSyncExternalStore(subscribe, () => peeksOf(conversation));
}
