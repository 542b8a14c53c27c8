import type { Nap } from './nap';

/** How what is snoozed next shall sleep, said before somebody is asked: in the palette or by a key. */
let wish: Nap | null = null;

export function wishSnooze(nap: Nap): void {
  wish = nap;
}

/** The wish, which is good for one time. */
export function takeSnoozeWish(): Nap | null {
  const nap = wish;
  wish = null;
  return nap && (nap.until === null || Date.parse(nap.until) > Date.now()) ? nap : null;
}
