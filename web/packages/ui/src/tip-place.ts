/** Where a tooltip stands beside what it names: over it, under it where there is no room, or on its right. */
export type TipSide = 'top' | 'right';

interface Size {
  width: number;
  height: number;
}

interface Box extends Size {
  left: number;
  top: number;
}

const GAP = 6;
const EDGE = 4;

/** The upper left corner of a tooltip of this size, in points of the window; never over the window's edges. */
export function placeTip(named: Box, tip: Size, window: Size, side: TipSide): { left: number; top: number } {
  const keepIn = (at: number, size: number, room: number) => Math.max(EDGE, Math.min(at, room - size - EDGE));
  if (side === 'right') {
    const top = named.top + named.height / 2 - tip.height / 2;
    return { left: keepIn(named.left + named.width + GAP, tip.width, window.width), top: keepIn(top, tip.height, window.height) };
  }
  const left = keepIn(named.left + named.width / 2 - tip.width / 2, tip.width, window.width);
  const over = named.top - GAP - tip.height;
  return { left, top: over >= EDGE ? over : keepIn(named.top + named.height + GAP, tip.height, window.height) };
}
