/** How much of the desk this browser may keep, and for how long. Plain functions over a list of what is kept. */
import type { QueryKey } from '@tanstack/react-query';

/** Grows when a kept answer changes its shape: a copy of another shape is thrown away. */
export const SHAPE = 2;
export const DAYS = 3;
export const TALKS = 40;
export const LISTS = 6;
export const LIST_PAGES = 2;
export const MESSAGES = 50;
/** Characters of one conversation or list, and of everything. */
export const PIECE_CHARS = 300_000;
export const ALL_CHARS = 4_000_000;

const DAY_MS = 24 * 3_600_000;

/** A cached answer: its key and the answer. */
export type Entry = [QueryKey, unknown];

export interface Piece {
  name: string;
  /** Entries as JSON. */
  text: string;
}

/** What is known of a piece without reading it. */
export interface Size {
  chars: number;
  at: number;
}

export interface Index {
  owner: string;
  /** The last moment the page was known to be live. */
  at: number;
  sizes: Record<string, Size>;
}

export const factName = (key: QueryKey) => `fact:${String(key[0])}`;
export const listName = (filter: unknown) => `list:${JSON.stringify(filter)}`;
export const talkName = (id: number) => `talk:${id}`;

export function isOver(at: number, now: number): boolean {
  return now - at > DAYS * DAY_MS;
}

/** Names of what has to leave: too old, too many of a kind, or too much in all; what was kept last stays longest. */
export function surplus(index: Index, now: number): string[] {
  const over = new Set<string>();
  const places = new Map([['talk', TALKS], ['list', LISTS]]);
  let room = ALL_CHARS;
  for (const [name, { chars, at }] of Object.entries(index.sizes).sort(([, a], [, b]) => b.at - a.at)) {
    const kind = name.slice(0, 4);
    const left = places.get(kind);
    if (isOver(at, now) || left === 0 || chars > room) over.add(name);
    else {
      room -= chars;
      if (left !== undefined) places.set(kind, left - 1);
    }
  }
  return [...over];
}
