/** All emoji with their names in both languages, and finding one by a few letters. */

/** The sign, its group, its name in Russian and in English, words it goes by, its short codes, and it in five skin tones. */
export type RawEmoji = [sign: string, group: number, russian: string, english: string, words: string, codes: string, ...tones: string[]];

export interface Emoji {
  sign: string;
  group: number;
  names: { ru: string; en: string };
  codes: string[];
  /** From light to dark; none for what has no skin. */
  tones: string[];
  /** Lower-case words it is found by. */
  words: string[];
}

let asked: Promise<Emoji[]> | undefined;

/** Loaded once, when first needed: it is as heavy as the rest of the desk. */
export function loadEmoji(): Promise<Emoji[]> {
  asked ??= import('virtual:emoji-data').then(
    ({ default: text }) => (JSON.parse(text) as RawEmoji[]).map(readEmoji),
    (error: unknown) => {
      asked = undefined;
      throw error;
    },
  );
  return asked;
}

export function readEmoji([sign, group, russian, english, words, codes, ...tones]: RawEmoji): Emoji {
  return { sign, group, names: { ru: russian, en: english }, codes: codes.split(' ').filter(Boolean), tones, words: split(`${russian} ${english} ${words} ${codes}`) };
}

const fold = (text: string) => text.toLocaleLowerCase().replaceAll('ё', 'е');
const split = (text: string) => [...new Set(fold(text).split(/[^\p{L}\p{N}+-]+|(?<=\p{L})-(?=\p{L})/u).filter(Boolean))];

/** Those of whose words one begins with each word typed: exact short codes first, then names that begin so, then the catalogue's order. */
export function findEmoji(all: readonly Emoji[], query: string, most = Infinity): Emoji[] {
  const typed = split(query.replaceAll('_', ' '));
  if (typed.length === 0) return [];
  const code = fold(query.trim());
  const rank = (one: Emoji): number => {
    if (one.codes.includes(code)) return 0;
    if (one.codes.some((each) => each.startsWith(code))) return 1;
    return fold(one.names.ru).startsWith(code) || fold(one.names.en).startsWith(code) ? 1 : 2;
  };
  const found = all.filter((one) => typed.every((start) => one.words.some((word) => word.startsWith(start))));
  const ranked = found.map((one) => ({ one, rank: rank(one) })).sort((a, b) => a.rank - b.rank);
  return ranked.slice(0, most).map(({ one }) => one);
}

export interface ColonTrigger {
  start: number;
  query: string;
}

const COLON = /(?:^|\s):([\p{L}\p{N}_+-]{2,30}:?)$/u;

/** The emoji being named before the caret: a colon at the beginning of a word and two letters at least, and maybe the closing colon; 10:30 is none. */
export function findColon(text: string, caret: number): ColonTrigger | null {
  const query = COLON.exec(text.slice(0, caret))?.[1];
  return query === undefined ? null : { start: caret - query.length - 1, query };
}
