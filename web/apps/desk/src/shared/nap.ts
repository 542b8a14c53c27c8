/** How a conversation is put off: until a time, or, without one, until the customer writes. */
import type { SnoozeBack } from '@otklik/api';

export interface Nap {
  until: string | null;
  back?: SnoozeBack;
  /** Absent: a message of the customer ends it before its time as well. */
  wake_on_reply?: false;
}

export const UNTIL_REPLY: Nap = { until: null };

/** Lays the wishes for this time over a moment; without a time only the customer ends it, so that wish is left out. */
export function shapeNap(nap: Nap, { toQueue, wakes }: { toQueue: boolean; wakes: boolean }): Nap {
  return { ...nap, ...(toQueue && { back: 'queue' }), ...(!wakes && nap.until !== null && { wake_on_reply: false }) };
}

export const napUntil = (at: Date): Nap => ({ until: at.toISOString() });
