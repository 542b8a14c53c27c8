import { useLayoutEffect, useRef, type RefObject } from 'react';

/** While a scrolled list keeps its order, a row that leaves above the fold does not pull the others up. */
export function useAnchor(frame: RefObject<HTMLElement | null>, ids: number[], height: number, on: boolean): void {
  const before = useRef(ids);
  useLayoutEffect(() => {
    const was = before.current;
    before.current = ids;
    const box = frame.current;
    if (!on || !box || was === ids) return;
    const top = Math.floor(box.scrollTop / height);
    const anchor = was.slice(top).find((id) => ids.includes(id));
    if (anchor === undefined) return;
    const moved = ids.indexOf(anchor) - was.indexOf(anchor);
    // A row that left from the fold itself is followed by the next one.
    const lost = was.slice(top, was.indexOf(anchor)).length;
    if (moved + lost !== 0) box.scrollTop += (moved + lost) * height;
  }, [frame, ids, height, on]);
}
