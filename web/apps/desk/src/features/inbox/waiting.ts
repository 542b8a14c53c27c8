const MINUTE = 60_000;

/** How often a waiting time changes its look: each second at first, later by minutes. */
export function waitingStep(passed: number): number {
  return passed < MINUTE ? 1000 : 5000;
}
