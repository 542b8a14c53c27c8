import type { LinkState, LiveSocket } from '@otklik/realtime';
import { createContext, useContext, useEffect } from 'react';
import { createStore } from './store';

export const linkState = createStore<LinkState>('connecting');
export const LinkContext = createContext<LiveSocket | null>(null);

/** Tells colleagues that I look at this conversation, and hears who else does. */
export function useWatch(conversation: number): void {
  const socket = useContext(LinkContext);
  useEffect(() => socket?.watch(conversation), [socket, conversation]);
}

export function useLink(): LiveSocket | null {
  return useContext(LinkContext);
}
