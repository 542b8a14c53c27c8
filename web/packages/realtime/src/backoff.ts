const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/** How long to wait before try number `attempt` (from 0): doubling, with jitter over its upper half. */
export function backoff(attempt: number, random: number = Math.random()): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt);
  return Math.max(FIRST_MS, Math.round(full / 2 + (full / 2) * random));
}
