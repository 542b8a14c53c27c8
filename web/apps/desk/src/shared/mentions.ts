/** Naming colleagues in notes: where a name is being typed, whom the text names, and the names as they are shown. */
import type { Mention } from '@otklik/api';

/** Somebody who can be named; who is `blind` does not see conversations and will not hear of it. */
export interface Namable extends Mention {
  name: string;
  blind?: boolean;
}

export interface AtTrigger {
  start: number;
  query: string;
}

const QUERY_MAX = 40;

/** The name being typed before the caret: an @ at the beginning of a word and what follows it, one space allowed. */
export function findAt(text: string, caret: number): AtTrigger | null {
  const found = /(?:^|[\s([{«"'])@([^\s@]*(?: [^\s@]*)?)$/u.exec(text.slice(0, caret));
  const query = found?.[1];
  if (query === undefined || query.length > QUERY_MAX) return null;
  return { start: caret - query.length - 1, query };
}

/** Those in whose name a word begins with each word typed. */
export function findNamable(all: readonly Namable[], query: string): Namable[] {
  const typed = fold(query).split(/\s+/).filter(Boolean);
  return all.filter((one) => {
    const words = fold(one.name).split(/[\s-]+/);
    return typed.every((start) => words.some((word) => word.startsWith(start)));
  });
}

const fold = (text: string) => text.toLocaleLowerCase().replaceAll('ё', 'е');

export interface Run {
  text: string;
  named: boolean;
}

/** Cuts a text at the names that stand in it after an @; of names that begin alike the longest counts. */
export function cutAtNames(text: string, names: readonly string[]): Run[] {
  const sorted = [...new Set(names)].sort((a, b) => b.length - a.length);
  const runs: Run[] = [];
  let plain = '';
  for (let at = 0; at < text.length; ) {
    const name = text[at] === '@' ? sorted.find((one) => text.startsWith(one, at + 1)) : undefined;
    if (name === undefined) {
      plain += text[at] ?? '';
      at += 1;
      continue;
    }
    if (plain) runs.push({ text: plain, named: false });
    plain = '';
    runs.push({ text: `@${name}`, named: true });
    at += name.length + 1;
  }
  return plain ? [...runs, { text: plain, named: false }] : runs;
}

/** Whom a text names. Of people with one name those chosen from the menu, else all of them. */
export function readMentions(text: string, all: readonly Namable[], chosen: readonly Mention[]): Mention[] {
  const named = new Set(cutAtNames(text, all.map((one) => one.name)).flatMap((run) => (run.named ? run.text.slice(1) : [])));
  const isChosen = (one: Mention) => chosen.some((other) => other.kind === one.kind && other.id === one.id);
  return [...named].flatMap((name) => {
    const same = all.filter((one) => one.name === name);
    const meant = same.filter(isChosen);
    return (meant.length > 0 ? meant : same).map(({ kind, id }) => ({ kind, id }));
  });
}
