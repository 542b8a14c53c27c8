/** Frames of a busy line are handed on together: a page that draws ten times a second keeps up with any number of them. */
import type { Changes, ServerFrame } from './frames';

const PAUSE_MS = 100;

export class Gathering {
  private waiting: ServerFrame[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly handOn: (frames: ServerFrame[]) => void) {}

  /** The first frame after a pause goes on at once, what follows shortly behind it together. */
  take(frame: ServerFrame): void {
    if (this.timer === undefined) {
      this.handOn([frame]);
      this.rest();
    } else this.waiting.push(frame);
  }

  /** Forgets what waits. */
  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.waiting = [];
  }

  private rest(): void {
    this.timer = setTimeout(() => {
      this.timer = undefined;
      const frames = this.waiting;
      if (frames.length === 0) return;
      this.waiting = [];
      this.rest();
      this.handOn(joined(frames));
    }, PAUSE_MS);
  }
}

/** The same news in fewer frames: neighbours that tell of changes become one, in which the later word about a thing stands. */
export function joined(frames: ServerFrame[]): ServerFrame[] {
  const found: ServerFrame[] = [];
  for (const frame of frames) {
    const last = found.at(-1);
    if (frame.type === 'changes' && last?.type === 'changes') found[found.length - 1] = both(last, frame);
    else found.push(frame);
  }
  return found;
}

function both(first: Changes, second: Changes): Changes {
  const gone = new Set(second.gone);
  const rows = new Map((first.conversations ?? []).filter((row) => !gone.has(row.id)).map((row) => [row.id, row]));
  for (const row of second.conversations ?? []) rows.set(row.id, row);
  const messages = new Map((first.messages ?? []).map((message) => [message.id, message]));
  for (const message of second.messages ?? []) messages.set(message.id, message);
  for (const id of first.gone ?? []) if (!rows.has(id)) gone.add(id);
  const cursor = second.cursor ?? first.cursor;
  return { type: 'changes', ...(cursor !== undefined && { cursor }), conversations: [...rows.values()], messages: [...messages.values()], gone: [...gone] };
}
