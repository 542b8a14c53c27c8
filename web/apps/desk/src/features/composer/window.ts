/** How long after the customer's last word a channel lets us answer. */
import type { Capabilities, Identity } from '@otklik/api';
import { useNow } from '~/shared/clock';

const MINUTE = 60_000;

export interface Opening {
  /** For all, for a person only and marked as one, or not at all. */
  stands: 'open' | 'late' | 'shut';
  /** When that ends, in milliseconds; null where nothing ends. */
  until: number | null;
}

type Windowed = Pick<Capabilities, 'reply_window_s' | 'human_window_s'>;

const always: Opening = { stands: 'open', until: null };
const never: Opening = { stands: 'shut', until: null };

export function openingOf(wrote: string | null, can: Windowed | null, now: number): Opening {
  if (!can || can.reply_window_s === 0) return always;
  if (wrote === null) return never;
  const at = new Date(wrote).getTime();
  const free = at + can.reply_window_s * 1000;
  if (now < free) return { stands: 'open', until: free };
  const human = at + can.human_window_s * 1000;
  return now < human ? { stands: 'late', until: human } : never;
}

/** The opening of the chosen address, as time goes on. */
export function useOpening(identity: Identity | null, can: Capabilities | null): Opening {
  return openingOf(identity?.last_wrote_at ?? null, identity ? can : null, useNow(MINUTE));
}
