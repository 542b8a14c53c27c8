/** How a conversation is put off: until a time, or, without one, until the customer writes. */
import type { SnoozeBack } from '@otklik/api';

export interface Nap {
  until: string | null;
  back?: SnoozeBack;
}

export const UNTIL_REPLY: Nap = { until: null };

export const napUntil = (at: Date): Nap => ({ until: at.toISOString() });
