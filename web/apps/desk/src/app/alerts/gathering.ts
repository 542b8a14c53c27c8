/** What the tabs of this browser know together of one notice, so that one of them makes the noise and none does in vain. */

export interface Eyes {
  key: string;
  /** Some tab is shown. */
  visible: boolean;
  /** The conversation itself is before somebody's eyes. */
  looking: boolean;
}

export interface Judgement {
  sound: boolean;
  outside: boolean;
}

/** What is left to do for a notice, once every tab has said what it sees. */
export function judge(answers: readonly Eyes[]): Judgement {
  const looking = answers.some((one) => one.looking);
  const visible = answers.some((one) => one.visible);
  return { sound: !looking, outside: !visible };
}

const QUIET_MS = 3_000;

/** Lets a sound through, but not two in one breath. */
export class Breath {
  private last = -Infinity;

  take(now: number): boolean {
    if (now - this.last < QUIET_MS) return false;
    this.last = now;
    return true;
  }
}
