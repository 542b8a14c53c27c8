import { useLayoutEffect, useRef, type RefObject } from 'react';

/** What stands in a list, one below the other: rows by their numbers, headings by none. */
export interface Places {
  ids: readonly (number | null)[];
  /** Where each begins, in pixels. */
  tops: readonly number[];
}

/** How far a list must be scrolled so that nothing moves under the eye; a row that left from the fold is followed by the next one. */
export function shiftOf(was: Places, now: Places, scrolled: number): number {
  const fold = Math.max(0, was.tops.findLastIndex((top) => top <= scrolled));
  const tops = new Map(now.ids.map((id, at) => [id, now.tops[at] ?? 0]));
  const first = was.ids.findIndex((id, at) => at >= fold && id !== null);
  const anchor = was.ids.find((id, at) => at >= fold && id !== null && tops.has(id));
  if (first < 0 || anchor === undefined) return 0;
  return (tops.get(anchor) ?? 0) - (was.tops[first] ?? 0);
}

/** While a scrolled list keeps its order, a row that leaves above the fold does not pull the others up. */
export function useAnchor(frame: RefObject<HTMLElement | null>, places: Places, on: boolean): void {
  const before = useRef(places);
  useLayoutEffect(() => {
    const was = before.current;
    before.current = places;
    const box = frame.current;
    if (!on || !box || was === places) return;
    const shift = shiftOf(was, places, box.scrollTop);
    if (shift !== 0) box.scrollTop += shift;
  }, [frame, places, on]);
}
