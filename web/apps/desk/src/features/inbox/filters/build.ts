/** The tree of conditions that the builder shows and changes, and the text it means. `read.ts` makes the tree of a text. */
import type { Language } from '@otklik/i18n';
import { fields, plain, quoted, spelled, type Field } from './lexicon';

export interface Row {
  kind: 'row';
  key: number;
  /** None: words to look for, or a part that the builder only keeps. */
  field: Field | null;
  negated: boolean;
  op: string;
  value: string;
  /** The value stood in quotes: a name, even if it is one of our words. */
  named: boolean;
  raw: string;
  /** Words without quotes: beside others of their kind they would be read as one phrase. */
  bare: boolean;
}

export type Join = 'all' | 'any';

export interface Group {
  kind: 'group';
  key: number;
  join: Join;
  negated: boolean;
  parts: Part[];
}

export type Part = Row | Group;

/** How deep groups can be put into one another here; what was typed deeper is shown and changed all the same. */
export const NESTED_MAX = 2;

const ids = /^#\d{1,18}(,#\d{1,18})*$/;
let lastKey = 0;

export function makeRow(given: Partial<Row> = {}): Row {
  lastKey += 1;
  return { kind: 'row', key: lastKey, field: null, negated: false, op: '', value: '', named: false, raw: '', bare: false, ...given };
}

export function makeGroup(join: Join, parts: Part[], negated = false): Group {
  lastKey += 1;
  return { kind: 'group', key: lastKey, join, negated, parts };
}

export function emptyRow(): Row {
  return makeRow({ field: fields[0] ?? null, op: '=' });
}

/** A group is of use where it joins otherwise than the one it stands in. */
export function opposite(join: Join): Join {
  return join === 'all' ? 'any' : 'all';
}

export function defaultOp(field: Field): string {
  return field.kind === 'span' ? '>' : '=';
}

export function textOf(root: Group, language: Language): string {
  const inner = inside(root, language);
  return root.negated && inner ? `-(${inner})` : inner;
}

function inside(group: Group, language: Language): string {
  const written: string[] = [];
  let afterWords = false;
  for (const part of group.parts) {
    const text = part.kind === 'row' ? rowText(part, language, afterWords) : groupText(part, group.join, language);
    if (!text) continue;
    written.push(text);
    afterWords = group.join === 'all' && part.kind === 'row' && part.bare;
  }
  return written.join(group.join === 'all' ? ' ' : language === 'ru' ? ' или ' : ' or ');
}

/** Conditions side by side bind closer than "or" and need no brackets among alternatives: the server allows few levels of them. */
function groupText(group: Group, around: Join, language: Language): string {
  const inner = inside(group, language);
  if (!inner || (around === 'any' && group.join === 'all' && !group.negated)) return inner;
  return `${group.negated ? '-' : ''}(${inner})`;
}

function rowText(row: Row, language: Language, afterWords: boolean): string {
  if (!row.field) return row.bare && afterWords ? inQuotes(row.raw) : row.raw;
  const value = row.value.trim();
  if (!value) return '';
  return `${row.negated ? '-' : ''}${spelled(row.field, language)}:${row.op === '=' ? '' : row.op}${valueText(row, value)}`;
}

function valueText(row: Row, value: string): string {
  if (row.named && isOurs(row, value)) return inQuotes(value);
  if (!row.named && ids.test(value)) return value;
  return /^[<>=]/.test(value) ? inQuotes(value) : quoted(value);
}

function isOurs(row: Row, value: string): boolean {
  const said = plain(value);
  return ids.test(value) || (row.field?.words.some((word) => word.some((one) => plain(one) === said)) ?? false);
}

function inQuotes(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** The tree with a part replaced by its key, or without it. */
export function replacePart(group: Group, key: number, fresh: Part | null): Group {
  const parts = group.parts.flatMap((part): Part[] => {
    if (part.key === key) return fresh ? [fresh] : [];
    return [part.kind === 'group' ? replacePart(part, key, fresh) : part];
  });
  return { ...group, parts };
}
