/** Where the thread stands: glued to its end, held while history comes in above, or left where the reader is. */
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';

const NEAR_END = 48;
const NEAR_TOP = 300;

interface ThreadScroll {
  frame: RefObject<HTMLDivElement | null>;
  sheet: RefObject<HTMLDivElement | null>;
  atEnd: boolean;
  onScroll: () => void;
  toEnd: (smooth?: boolean) => void;
}

export function useThreadScroll(conversation: number, firstKey: string | number | undefined, onTop: () => void): ThreadScroll {
  const frame = useRef<HTMLDivElement>(null);
  const sheet = useRef<HTMLDivElement>(null);
  const glued = useRef(true);
  const fromEnd = useRef(0);
  const [atEnd, setAtEnd] = useState(true);
  const loaded = firstKey !== undefined;

  const toEnd = useCallback((smooth = false) => {
    glued.current = true;
    setAtEnd(true);
    frame.current?.scrollTo({ top: frame.current.scrollHeight, behavior: smooth ? 'smooth' : 'instant' });
  }, []);

  const onScroll = useCallback(() => {
    const box = frame.current;
    if (!box) return;
    fromEnd.current = box.scrollHeight - box.scrollTop;
    const near = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END;
    glued.current = near;
    setAtEnd(near);
    if (box.scrollTop < NEAR_TOP) onTop();
  }, [onTop]);

  // Opening: at the unread line when there is one, else at the end.
  useLayoutEffect(() => {
    const box = frame.current;
    if (!box || !loaded) return;
    const line = box.querySelector('[data-unread-line]');
    if (line instanceof HTMLElement && line.offsetTop < box.scrollHeight - box.clientHeight) {
      box.scrollTop = line.offsetTop - 80;
      glued.current = false;
      setAtEnd(false);
    } else toEnd();
    fromEnd.current = box.scrollHeight - box.scrollTop;
  }, [conversation, loaded, toEnd]);

  // History above: what is being read stays under the eyes.
  useLayoutEffect(() => {
    const box = frame.current;
    if (box && !glued.current) box.scrollTop = box.scrollHeight - fromEnd.current;
  }, [firstKey]);

  // Pictures and letters grow after they are placed.
  useEffect(() => {
    if (!sheet.current) return undefined;
    const observer = new ResizeObserver(() => {
      if (glued.current) frame.current?.scrollTo({ top: frame.current.scrollHeight, behavior: 'instant' });
    });
    observer.observe(sheet.current);
    return () => observer.disconnect();
  }, [conversation]);

  return { frame, sheet, atEnd, onScroll, toEnd };
}
