/** What this browser remembers of a person's emoji: those used last and the skin tone. */
import { keep, recall } from '../kept';
import { createStore } from '../store';
import type { Emoji } from './catalog';

const NAME = 'emoji';
const MOST = 16;

export interface Habits {
  /** Signs, the latest first, in the tone they were used in. */
  recent: string[];
  /** 0 is the yellow one, then from light to dark. */
  tone: number;
}

function readHabits(): Habits {
  const kept = recall(NAME) as Partial<Habits> | null;
  const recent = Array.isArray(kept?.recent) ? kept.recent.filter((sign) => typeof sign === 'string').slice(0, MOST) : [];
  const tone = Number.isInteger(kept?.tone) && Number(kept?.tone) <= 5 ? Math.max(0, Number(kept?.tone)) : 0;
  return { recent, tone };
}

export const habits = createStore<Habits>(readHabits());

function change(next: Habits): void {
  habits.set(next);
  keep(NAME, next);
}

export function noteUse(sign: string): void {
  const { recent, tone } = habits.get();
  change({ tone, recent: [sign, ...recent.filter((one) => one !== sign)].slice(0, MOST) });
}

export function chooseTone(tone: number): void {
  change({ ...habits.get(), tone });
}

/** The sign in a skin tone, if it has any. */
export function inTone(one: Emoji, tone: number): string {
  return (tone > 0 ? one.tones[tone - 1] : undefined) ?? one.sign;
}
