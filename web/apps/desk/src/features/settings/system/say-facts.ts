import { bytes, count, type Language } from '@otklik/i18n';
import type { Facts } from './wire';

/** Facts that are sizes; every other number is a count. */
const SIZES = new Set(['bytes', 'free', 'total']);
/** Where the server stops counting what waits in the log. */
const BOUND = 99_999;

/** The figures of a row as people read them, ready to stand in its sentence. */
export function sayFacts(facts: Facts, language: Language): Record<string, string> {
  const say = (name: string, value: number) => (SIZES.has(name) ? bytes(value, language) : name !== 'behind' ? count(value, language) : count(Math.min(value, BOUND), language) + (value > BOUND ? '+' : ''));
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, typeof value === 'number' ? say(name, value) : value]));
}
