/** Formatting by signs, as it is typed: `**bold**`, `__italic__`, `~~struck~~`, `` `code` ``, `[words](https://…)`. The server reads the same signs when a message is posted. */
import type { Mark } from '@otklik/api';

const DEEPEST = 4;
const SIGNS = /`(?<code>[^`\n]+)`|\*\*(?=\S)(?<bold>[^\n]+?)(?<=\S)\*\*|__(?=\S)(?<italic>[^\n]+?)(?<=\S)__|~~(?=\S)(?<strike>[^\n]+?)(?<=\S)~~|\[(?<words>[^\]\n]+)\]\((?<url>https?:\/\/[^\s()<>]{1,1900})\)/gu;

export interface Formatted {
  text: string;
  marks: Mark[];
}

/** The text that is meant; offsets are in code points. */
export function readSigns(text: string): Formatted {
  const found = read(text, 0, DEEPEST);
  return { ...found, marks: found.marks.sort((one, other) => one.offset - other.offset || other.length - one.length) };
}

const points = (text: string) => Array.from(text).length;

function read(text: string, base: number, depth: number): Formatted {
  let plain = '';
  let at = 0;
  const marks: Mark[] = [];
  for (const match of depth > 0 ? text.matchAll(SIGNS) : []) {
    plain += text.slice(at, match.index);
    at = match.index + match[0].length;
    const { code, words, url, ...signs } = match.groups ?? {};
    const offset = base + points(plain);
    const [kind, said] = Object.entries(signs).find(([, value]) => (value as string | undefined) !== undefined) ?? [];
    const inner = said === undefined ? { text: code ?? words ?? '', marks: [] } : read(said, offset, depth - 1);
    marks.push({ kind: (kind ?? (url ? 'link' : 'code')) as Mark['kind'], offset, length: points(inner.text), url: url ?? null }, ...inner.marks);
    plain += inner.text;
  }
  return { text: plain + text.slice(at), marks };
}

/** The same text with its signs, to be written on; null when they would say something else than its marks do. */
export function writeSigns({ text, marks }: Formatted): string | null {
  const signs = Array.from(text).map((one) => ({ before: '', one, after: '' }));
  // The widest first: what lies inside stands closer to the words.
  for (const mark of [...marks].sort((one, other) => other.length - one.length)) {
    const [first, last] = [signs[mark.offset], signs[mark.offset + mark.length - 1]];
    const around = mark.kind === 'link' ? (['[', `](${mark.url ?? ''})`] as const) : signOf(mark.kind);
    if (!first || !last || !around) return null;
    first.before += around[0];
    last.after = around[1] + last.after;
  }
  const written = signs.map(({ before, one, after }) => before + one + after).join('');
  return same(readSigns(written), { text, marks }) ? written : null;
}

function signOf(kind: Mark['kind']): readonly [string, string] | null {
  const sign = kind in AROUND ? AROUND[kind as keyof typeof AROUND] : null;
  return sign ? [sign, sign] : null;
}

function same(one: Formatted, other: Formatted): boolean {
  const said = ({ marks }: Formatted) => JSON.stringify(marks.map(({ kind, offset, length, url }) => [offset, -length, kind, url ?? null]).sort());
  return one.text === other.text && said(one) === said(other);
}

const AROUND = { bold: '**', italic: '__', strike: '~~', code: '`' } as const;

export type Sign = keyof typeof AROUND | 'link';

/** What stands in the field after a sign was put around what is chosen, or taken away again; and what is chosen then. */
export function putSign(text: string, start: number, end: number, sign: Sign): { text: string; start: number; end: number } {
  const chosen = text.slice(start, end);
  if (sign === 'link') {
    const made = `[${chosen || '…'}](https://)`;
    const caret = start + made.length - 1;
    return { text: text.slice(0, start) + made + text.slice(end), start: caret, end: caret };
  }
  const around = AROUND[sign];
  const size = around.length;
  if (text.slice(start - size, start) === around && text.slice(end, end + size) === around) {
    return { text: text.slice(0, start - size) + chosen + text.slice(end + size), start: start - size, end: end - size };
  }
  return { text: text.slice(0, start) + around + chosen + around + text.slice(end), start: start + size, end: end + size };
}
