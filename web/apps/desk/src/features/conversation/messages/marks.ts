/** Formatted text as the wire gives it: flat marks over code points, cut into runs that each carry their marks. */
import type { Mark } from '@otklik/api';

export interface Run {
  text: string;
  marks: Mark[];
  /** Part of a word that is looked for. */
  found?: boolean;
}

const address = /https?:\/\/[^\s<>"«»]+[^\s<>"«».,:;!?)\]}]/gu;

export function runsOf(text: string, marks: Mark[], found: { offset: number; length: number }[] = []): Run[] {
  const signs = [...text];
  const all = marks.some((mark) => mark.kind === 'link') ? marks : [...marks, ...plainLinks(text)];
  const inside = all.filter((mark) => mark.length > 0 && mark.offset >= 0 && mark.offset < signs.length);
  const edges = new Set([0, signs.length]);
  for (const mark of [...inside, ...found]) {
    edges.add(mark.offset);
    edges.add(Math.min(signs.length, mark.offset + mark.length));
  }
  const cuts = [...edges].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((start, index) => ({
    text: signs.slice(start, cuts[index + 1]).join(''),
    marks: inside.filter((mark) => mark.offset <= start && mark.offset + mark.length > start),
    ...(found.some((place) => place.offset <= start && place.offset + place.length > start) && { found: true }),
  }));
}

function plainLinks(text: string): Mark[] {
  return [...text.matchAll(address)].map((match) => ({
    kind: 'link',
    offset: [...text.slice(0, match.index)].length,
    length: [...match[0]].length,
    url: match[0],
  }));
}

/** Only addresses that a browser may open from somebody else's words. */
export function safeUrl(url: string | null | undefined): string | null {
  if (!url) return null;
  try {
    const parsed = new URL(url.includes(':') ? url : `https://${url}`);
    return ['http:', 'https:', 'mailto:', 'tel:', 'tg:'].includes(parsed.protocol) ? parsed.href : null;
  } catch {
    return null;
  }
}
