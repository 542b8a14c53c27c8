/** How many messages of customers came while the line was cut: counted from what the server brings after it is back. */
import type { Changes } from '@otklik/realtime';

const OUTAGE_MS = 5_000;
const GATHER_MS = 2_000;

export class Missed {
  #cutAt: number | null = null;
  #seen: Set<number> | null = null;

  constructor(
    private readonly tell: (count: number) => void,
    private readonly now = Date.now,
  ) {}

  cut(): void {
    this.#cutAt ??= this.now();
  }

  /** A blink is not worth a word. */
  back(): void {
    const cutAt = this.#cutAt;
    this.#cutAt = null;
    if (cutAt === null || this.now() - cutAt < OUTAGE_MS) return;
    const seen = new Set<number>();
    this.#seen = seen;
    setTimeout(() => {
      this.#seen = null;
      if (seen.size > 0) this.tell(seen.size);
    }, GATHER_MS);
  }

  take(changes: Changes): void {
    for (const one of changes.messages ?? []) if (one.direction === 'in') this.#seen?.add(one.id);
  }
}
