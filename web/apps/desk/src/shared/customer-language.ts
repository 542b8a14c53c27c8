/** In which language a customer's words are, so that a screen reader speaks them as they are meant. */
import { createContext } from 'react';

/** What is known of the language of the customer of the open conversation; empty for nothing. */
export const CustomerLanguage = createContext('');

const CYRILLIC = new Set(['ru', 'uk', 'be', 'bg', 'kk', 'ky', 'mk', 'mn', 'sr', 'tg', 'tt']);
const OTHERS = new Set(['ar', 'el', 'fa', 'he', 'hi', 'hy', 'ja', 'ka', 'ko', 'th', 'zh']);
/** Fewer letters than these tell nothing: "ok", "да". */
const LEAST = 3;
/** Letters that only one of the languages has. */
const OWN: [RegExp, string][] = [
  [/[ґєї]/i, 'uk'],
  [/ў/i, 'be'],
  [/[әғқңұһ]/i, 'kk'],
  [/[ыэъё]/i, 'ru'],
];

const count = (text: string, letters: RegExp) => text.match(letters)?.length ?? 0;

/**
 * The language tag of a text: its letters say Cyrillic or Latin, the customer's own language decides which of those it is.
 * Undefined when nothing speaks for any: then the page's own language is as good a guess.
 */
export function languageOf(text: string, known = ''): string | undefined {
  const hint = known.toLowerCase().split(/[-_]/)[0] ?? '';
  const cyrillic = count(text, /\p{Script=Cyrillic}/gu);
  const latin = count(text, /\p{Script=Latin}/gu);
  const all = count(text, /\p{L}/gu);
  if (all < LEAST) return hint || undefined;
  if (cyrillic * 2 > all) {
    if (CYRILLIC.has(hint)) return hint;
    return OWN.find(([letters]) => letters.test(text))?.[1] ?? 'ru';
  }
  if (latin * 2 > all) {
    if (hint && !CYRILLIC.has(hint) && !OTHERS.has(hint)) return hint;
    return /[^\x00-\x7f]/.test(text.replace(/[^\p{Script=Latin}]/gu, '')) ? undefined : 'en';
  }
  return OTHERS.has(hint) ? hint : undefined;
}
