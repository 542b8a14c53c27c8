import { useRef } from 'react';
import { server } from '~/shared/server';

const THROTTLE_MS = 3000;

/** Tells that I am writing, at most once in three seconds. Notes are nobody's business. */
export function useTyping(conversation: number): () => void {
  const last = useRef(0);
  return () => {
    const now = Date.now();
    if (now - last.current < THROTTLE_MS) return;
    last.current = now;
    // A lost hint is not worth a word.
    server.post(`/conversations/${conversation}/typing`).catch(() => undefined);
  };
}
