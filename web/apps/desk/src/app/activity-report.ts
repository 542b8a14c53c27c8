/** What one tab knows of the operator's activity in this browser, and when the server has to hear of it. */
interface Surroundings {
  now: () => number;
  /** When any tab last told the server, in milliseconds; 0 when none did. */
  recall: () => number;
  keep: (at: number) => void;
  tell: () => void;
}

/** One browser tells the server at most this often. */
export const TELL_MS = 15_000;
const NOTE_MS = 1_000;

/**
 * The tab that is touched tells the server itself: another one might be hidden, and browsers let the timers of hidden
 * tabs run once a minute only.
 */
export class ActivityReport {
  private noted = 0;

  constructor(private readonly around: Surroundings) {}

  /** The operator did something here. One who is called away for silence is back at once. */
  touch(away: boolean): void {
    const now = this.around.now();
    if (now - this.noted < NOTE_MS) return;
    this.noted = now;
    const told = this.around.recall();
    // A clock that was set back must not keep us silent.
    if (!away && told <= now && now - told < TELL_MS) return;
    this.around.keep(now);
    this.around.tell();
  }
}
