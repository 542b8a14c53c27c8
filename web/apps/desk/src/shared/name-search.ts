/** Finding a name by what was typed: in the other layout ("ntktuhfv"), in other letters ("vozvrat"), or with a slip. */
const latin = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.";
const cyrillic = 'ёйцукенгшщзхъфывапролджэячсмитьбю';

function moved(text: string, from: string, to: string): string {
  return [...text].map((sign) => to[from.indexOf(sign)] ?? sign).join('');
}

const sounds: Record<string, string> = {
  а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ё: 'e', ж: 'zh', з: 'z', и: 'i', й: 'i', к: 'k', л: 'l', м: 'm', н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't',
  у: 'u', ф: 'f', х: 'h', ц: 'c', ч: 'ch', ш: 'sh', щ: 'sh', ъ: '', ы: 'i', ь: '', э: 'e', ю: 'iu', я: 'ia',
};
/** The ways in which people write one sound, brought to one. */
const spellings: [RegExp, string][] = [
  [/sch|shch/g, 'sh'], [/kh/g, 'h'], [/ts|tz/g, 'c'], [/ph/g, 'f'], [/ck/g, 'k'], [/yo|jo/g, 'e'], [/[yj]/g, 'i'], [/w/g, 'v'], [/x/g, 'ks'], [/q/g, 'k'], [/(.)\1+/g, '$1'],
];

/** How a word sounds, written in Latin letters. */
function heard(text: string): string {
  const letters = [...text].map((sign) => sounds[sign] ?? sign).join('');
  return spellings.reduce((word, [from, to]) => word.replace(from, to), letters);
}

/** From how many letters a slip is forgiven: shorter words become one another by it. */
const FORGIVEN = 5;

/** Whether some word begins with this one but for one letter: wrong, missing, too many, or two that changed places. */
function nearly(asked: string, where: string): boolean {
  if (asked.length < FORGIVEN) return false;
  return where.split(/[^\p{L}\p{N}]+/u).some((word) => [-1, 0, 1].some((more) => isOneSlip(asked, word.slice(0, asked.length + more))));
}

function isOneSlip(a: string, b: string): boolean {
  // Hardly anybody slips at the first letter, and there it makes another word.
  if (!b.startsWith(a.charAt(0)) || Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  const swapped = a.slice(at + 2) === b.slice(at + 2) && a[at] === b[at + 1] && a[at + 1] === b[at];
  return swapped || a.slice(at + 1) === b.slice(at + 1) || a.slice(at) === b.slice(at + 1) || a.slice(at + 1) === b.slice(at);
}

/** How well a name fits: 0 as typed, then by the other layout, by its sound, with a slip; null when it does not. */
export function rankOf(query: string, text: string): number | null {
  const asked = query.trim().toLocaleLowerCase();
  if (asked === '') return 0;
  const where = text.toLocaleLowerCase();
  const every = (reading: string, fits: (word: string) => boolean) => reading.split(/\s+/).every((word) => word !== '' && fits(word));
  if (every(asked, (word) => where.includes(word))) return 0;
  if ([moved(asked, latin, cyrillic), moved(asked, cyrillic, latin)].some((reading) => every(reading, (word) => where.includes(word)))) return 1;
  const sound = heard(where);
  // Of two letters too much sounds alike.
  if (asked.length > 2 && every(asked, (word) => heard(word) !== '' && sound.includes(heard(word)))) return 2;
  if (every(asked, (word) => where.includes(word) || nearly(word, where))) return 3;
  return null;
}

export function matches(query: string, text: string): boolean {
  return rankOf(query, text) !== null;
}
