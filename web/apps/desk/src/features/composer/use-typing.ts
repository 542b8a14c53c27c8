import { useEffect, useRef } from 'react';
import { server } from '~/shared/server';

const EVERY_MS = 1500;
const LONGEST = 500;

/** Tells that I am writing, and colleagues what, at most every second and a half. Notes are nobody's business. */
export function useTyping(conversation: number, written: string): (text: string) => void {
  const last = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), [conversation]);
  // What has been sent is being written no more.
  useEffect(() => {
    if (written === '') clearTimeout(timer.current);
  }, [written]);
  const tell = (text: string) => {
    last.current = Date.now();
    // A lost hint is not worth a word.
    server.post(`/conversations/${conversation}/typing`, { text: text.slice(-LONGEST) }).catch(() => undefined);
  };
  return (text) => {
    clearTimeout(timer.current);
    const wait = last.current + EVERY_MS - Date.now();
    if (wait <= 0) tell(text);
    else timer.current = setTimeout(tell, wait, text);
  };
}
