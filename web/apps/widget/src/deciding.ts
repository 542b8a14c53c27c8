/** Which greeting a visitor is shown, as plain rules on plain values. */

export interface Terms {
  /** Addresses or paths with `*`; one of them must fit. */
  pages: string[];
  seconds: number;
  /** How far down, in percent. */
  scroll: number;
  leaving: boolean;
  visits: number;
  visitors: 'all' | 'new' | 'returning';
  present: 'any' | 'online' | 'away';
}

export interface Greeting {
  id: number;
  ru: string;
  en: string;
  terms: Terms;
  every_days: number;
}

/** What is known of the visitor at this moment. */
export interface Scene {
  href: string;
  seconds: number;
  scroll: number;
  leaving: boolean;
  visits: number;
  online: boolean;
}

/** What stays in this browser: visits, and when each greeting was shown last, in milliseconds. */
export interface Memory {
  visits: number;
  last: number;
  shown: Record<string, number>;
  /** Until when the visitor asked for quiet. */
  quiet: number;
}

const VISIT_MS = 30 * 60_000;
const DAY_MS = 86_400_000;
export const QUIET_MS = 30 * DAY_MS;

const escape = (text: string) => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');

/** A pattern that begins with a slash is about the path; any other about the whole address, its scheme left out or not. */
export function fits(pattern: string, href: string): boolean {
  const { host, pathname, search } = new URL(href);
  const path = pattern.includes('?') ? pathname + search : pathname;
  const wanted = pattern.trim().replace(/^https?:\/\//i, '');
  const given = wanted.startsWith('/') || wanted.startsWith('*/') ? path : host + path;
  const bare = (text: string) => text.replace(/\/+$/, '');
  return new RegExp(`^${escape(bare(wanted))}$`).test(bare(given));
}

/** Count a visit once half an hour has passed since the last sign of life. */
export function visit(memory: Memory, now: number): Memory {
  return { ...memory, visits: memory.visits + (now - memory.last > VISIT_MS ? 1 : 0), last: now };
}

const isSpared = ({ id, every_days }: Greeting, { shown }: Memory, now: number) => now - (shown[id] ?? -Infinity) < Math.max(every_days * DAY_MS, VISIT_MS);

function holds({ terms }: Greeting, scene: Scene): boolean {
  const { pages, seconds, scroll, leaving, visits, visitors, present } = terms;
  if (pages.length > 0 && !pages.some((pattern) => fits(pattern, scene.href))) return false;
  if (scene.seconds < seconds || scene.scroll < scroll || (leaving && !scene.leaving) || scene.visits < visits) return false;
  if (visitors !== 'all' && (visitors === 'returning') !== scene.visits > 1) return false;
  return present === 'any' || (present === 'online') === scene.online;
}

/** The first greeting that may be shown now. */
export function choose(greetings: Greeting[], scene: Scene, memory: Memory, now: number): Greeting | undefined {
  if (now < memory.quiet) return undefined;
  return greetings.find((greeting) => holds(greeting, scene) && !isSpared(greeting, memory, now));
}

/** What browsers say for a visitor who wants to be left alone: the present signal, and the former one. */
export function asksForPrivacy(browser: object): boolean {
  const { globalPrivacyControl, doNotTrack } = browser as { globalPrivacyControl?: boolean; doNotTrack?: string | null };
  return globalPrivacyControl === true || doNotTrack === '1' || doNotTrack === 'yes';
}
