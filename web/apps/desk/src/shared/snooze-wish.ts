/** Until when what is snoozed next shall sleep, said before somebody is asked: by words in the palette. */
let wish: Date | null = null;

export function wishSnooze(until: Date): void {
  wish = until;
}

/** The wish, which is good for one time. */
export function takeSnoozeWish(): Date | null {
  const until = wish;
  wish = null;
  return until && until.getTime() > Date.now() ? until : null;
}
