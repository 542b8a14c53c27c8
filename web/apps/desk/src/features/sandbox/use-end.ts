import { useEffect, useLayoutEffect, useRef } from 'react';

const NEAR = 80;

/** Keeps the end of the chat in sight: after a new message always, after growth only if it was there. */
export function useEnd(count: number) {
  const list = useRef<HTMLDivElement>(null);
  const glued = useRef(true);
  const toEnd = () => {
    const box = list.current;
    if (box && glued.current) box.scrollTop = box.scrollHeight;
  };
  useLayoutEffect(() => {
    glued.current = true;
    toEnd();
  }, [count]);
  useEffect(() => {
    if (!list.current) return undefined;
    const observer = new ResizeObserver(toEnd);
    observer.observe(list.current);
    return () => observer.disconnect();
  }, []);
  const onScroll = () => {
    const box = list.current;
    if (box) glued.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
  };
  return { list, onScroll, onGrowth: toEnd };
}
