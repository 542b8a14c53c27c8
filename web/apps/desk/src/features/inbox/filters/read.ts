/** From a typed filter to the tree that the builder shows, by the grammar of the server. What cannot be read stays as typed. */
import { defaultOp, makeGroup, makeRow, opposite, type Group, type Join, type Part, type Row } from './build';
import { findField } from './lexicon';
import { unquoted } from './pieces';

type Kind = 'field' | 'quoted' | 'word' | 'sign';

interface Token {
  kind: Kind;
  text: string;
  at: number;
  end: number;
}

const token = /(?<field>\p{L}+(?:\.[a-z0-9_]+)?:)|(?<quoted>"(?:[^"\\]|\\.)*"|«[^»]*»)|(?<word>\(\d{1,6}\)|-(?=[\s-]|$)|[^\s()"«»|-][^\s()"«»|]*)|(?<sign>[()|-])/iuy;
const compared = /(?<op>>=|<=|>|<|=)?(?<value>"(?:[^"\\]|\\.)*"|«[^»]*»|[^\s()"«»|]+)?/uy;
const or = new Set(['or', 'или', '|']);
const and = new Set(['and', 'и']);
const not = new Set(['not', 'не']);

/** A text that is no filter yet, such as one with an open bracket. */
class Unreadable extends Error {}

export function treeOf(text: string): Group {
  if (!text.trim()) return makeGroup('all', []);
  try {
    const reader = new Reader(text);
    return settle(reader.whole());
  } catch (error) {
    if (error instanceof Unreadable) return makeGroup('all', [makeRow({ raw: text.trim() })]);
    throw error;
  }
}

/** A group of one condition does not say how it joins: it takes what is of use where it stands. */
function settle(group: Group): Group {
  const parts = group.parts.map((part) => (part.kind === 'group' ? settle({ ...part, join: part.parts.length > 1 ? part.join : opposite(group.join) }) : part));
  return { ...group, parts };
}

/** Brackets around nothing but a group add nothing to it. */
function enclose(join: Join, parts: Part[], negated: boolean): Group {
  const [only] = parts;
  if (parts.length > 1 || only?.kind !== 'group' || (only.negated && negated)) return makeGroup(join, parts, negated);
  return { ...only, negated: only.negated || negated };
}

class Reader {
  private readonly text: string;
  private next: Token | null = null;

  constructor(text: string) {
    this.text = text;
    this.move(0);
  }

  whole(): Group {
    const root = this.alternatives(false);
    if (this.next) throw new Unreadable();
    return root;
  }

  private alternatives(negated: boolean): Group {
    const runs = [this.together()];
    while (this.is(or)) {
      this.take();
      runs.push(this.together());
    }
    if (runs.length === 1) return enclose('all', runs[0] ?? [], negated);
    const parts = runs.map((run) => (run.length === 1 && run[0] ? run[0] : makeGroup('all', run)));
    return makeGroup('any', parts, negated);
  }

  private together(): Part[] {
    const found = [this.part()];
    while (this.next && !this.is(or) && this.next.text !== ')') {
      if (this.is(and)) this.take();
      found.push(this.part());
    }
    return found;
  }

  private part(): Part {
    const negated = (this.next?.kind === 'sign' && this.next.text === '-') || this.is(not);
    if (negated) this.take();
    const first = this.take();
    if (first.kind === 'sign' && first.text === '(') return this.group(negated);
    if (first.kind === 'field') return this.condition(first, negated);
    if (first.kind === 'quoted') return makeRow({ raw: `${negated ? '-' : ''}${first.text}` });
    if (first.kind === 'word' && !joins(first)) return this.words(first, negated);
    throw new Unreadable();
  }

  private group(negated: boolean): Group {
    const group = this.alternatives(negated);
    if (this.take().text !== ')') throw new Unreadable();
    return group;
  }

  /** Words side by side are one phrase; a minus takes the first of them only. */
  private words(first: Token, negated: boolean): Row {
    if (negated) return makeRow({ raw: `-${first.text}` });
    const words = [first.text];
    while (this.next?.kind === 'word' && !joins(this.next)) words.push(this.take().text);
    return makeRow({ raw: words.join(' '), bare: true });
  }

  private condition(named: Token, negated: boolean): Row {
    compared.lastIndex = named.end;
    const { op, value = '' } = compared.exec(this.text)?.groups ?? {};
    this.move(named.end + (op?.length ?? 0) + value.length);
    const field = findField(named.text.slice(0, -1));
    const typed = `${negated ? '-' : ''}${named.text}${op ?? ''}${value}`;
    // "Not over" and the like are not among what the builder can say.
    if (!field || (negated && (op ?? defaultOp(field)) !== '=')) return makeRow({ raw: typed });
    return makeRow({ field, negated, op: op ?? defaultOp(field), value: unquoted(value), named: /^["«]/.test(value) });
  }

  private is(words: Set<string>): boolean {
    return this.next !== null && this.next.kind !== 'field' && this.next.kind !== 'quoted' && words.has(this.next.text.toLowerCase());
  }

  private take(): Token {
    if (!this.next) throw new Unreadable();
    const taken = this.next;
    this.move(taken.end);
    return taken;
  }

  private move(from: number): void {
    const at = this.text.length - this.text.slice(from).trimStart().length;
    this.next = null;
    if (at === this.text.length) return;
    token.lastIndex = at;
    const found = token.exec(this.text);
    const groups: Record<string, string | undefined> = found?.groups ?? {};
    const [kind, text] = Object.entries(groups).find(([, said]) => said !== undefined) ?? [];
    if (!kind || !text) throw new Unreadable();
    this.next = { kind: kind as Kind, text, at, end: at + text.length };
  }
}

function joins(one: Token): boolean {
  const said = one.text.toLowerCase();
  return or.has(said) || and.has(said) || not.has(said);
}
