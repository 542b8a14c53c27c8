/** Figures of channel health, as people read them. */
import type { LedgerEntry } from '@otklik/api';

export function percentOf(part: number, whole: number, language: 'ru' | 'en'): string {
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: part > 0 && part / whole < 0.1 ? 1 : 0 }).format(part / whole);
}

/** Seconds of milliseconds: tenths below ten. */
export function secondsOf(ms: number, language: 'ru' | 'en'): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: ms < 10_000 ? 1 : 0 }).format(ms / 1000);
}

/** Stretches in which something happened. */
export function eventful(entries: readonly LedgerEntry[]): LedgerEntry[] {
  return entries.filter(({ received, messages, lost }) => received + messages + lost > 0);
}

export interface Bar {
  at: string;
  height: number;
  bad: boolean;
}

/** Bars from the oldest to the newest; the highest is 1, and what is not empty is never too low to be seen. */
export function barsOf(entries: readonly LedgerEntry[]): Bar[] {
  const most = Math.max(1, ...entries.map(({ received }) => received));
  return [...entries].reverse().map(({ at, received, lost, unshown }) => ({ at, height: received === 0 ? 0 : Math.max(0.08, received / most), bad: lost + unshown > 0 }));
}
