/** Holding the microphone's button, as plain values: what a release means, and when the finger has slid away. */

/** Shorter than this it was a click: the recording goes on by itself. */
export const HOLD_MS = 350;
/** So far from where it was pressed, in pixels, a release deletes. */
export const AWAY_PX = 96;

export type Release = 'goes_on' | 'listen' | 'delete';

export const isAway = (dx: number, dy: number): boolean => Math.hypot(dx, dy) > AWAY_PX;

/** `running`: the microphone is being heard; while the browser still asks for it, a release must not lose the recording to come. */
export function judgeRelease(heldMs: number, away: boolean, running: boolean): Release {
  if (heldMs < HOLD_MS || !running) return 'goes_on';
  return away ? 'delete' : 'listen';
}
