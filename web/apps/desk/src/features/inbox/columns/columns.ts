/** Which facts the rows of a list show, and in which order. */
import type { SavedView } from '@otklik/api';

/** Facts with a place of their own in the row. */
export const marks = ['waiting', 'priority', 'channel'] as const;
/** Facts that stand beside each other, in the order of the list; the company's own fields come after them. */
export const facts = ['tags', 'assignee', 'team', 'topic'] as const;

export type Mark = (typeof marks)[number];

/** What every list shows unless somebody chose otherwise. */
export const usualColumns: readonly string[] = ['waiting', 'priority', 'channel', 'tags', 'assignee'];
export const COLUMNS_MAX = 12;

export interface RowColumns {
  waiting: boolean;
  priority: boolean;
  channel: boolean;
  /** In their order. */
  facts: readonly string[];
  /** Some are words, which get a line of their own. */
  lined: boolean;
}

const brief = new Set(['tags', 'assignee']);

export function readColumns(columns: readonly string[] | null | undefined): RowColumns {
  const shown = columns ?? usualColumns;
  const ordered = shown.filter((one) => !(marks as readonly string[]).includes(one));
  return {
    waiting: shown.includes('waiting'),
    priority: shown.includes('priority'),
    channel: shown.includes('channel'),
    facts: ordered,
    lined: ordered.some((one) => !brief.has(one)),
  };
}

/** Columns that the server adds to rows when they are asked for. */
export function askedColumns(columns: readonly string[] | null | undefined): string {
  return (columns ?? []).filter((one) => one === 'topic' || one.includes('.')).join(',');
}

export function columnsOf(view: SavedView | undefined): string {
  return askedColumns(view?.columns);
}

/** The same columns with one switched on or off; what is switched on comes last. */
export function withColumn(columns: readonly string[], name: string, on: boolean): string[] {
  const rest = columns.filter((one) => one !== name);
  return on ? [...rest, name] : rest;
}

/** The same columns with a fact one place further, or back; those with a place of their own do not count. */
export function moved(columns: readonly string[], name: string, by: -1 | 1): string[] {
  const fixed = columns.filter((one) => (marks as readonly string[]).includes(one));
  const ordered = columns.filter((one) => !(marks as readonly string[]).includes(one));
  const at = ordered.indexOf(name);
  const to = at + by;
  if (at < 0 || to < 0 || to >= ordered.length) return [...columns];
  ordered.splice(to, 0, ...ordered.splice(at, 1));
  return [...fixed, ...ordered];
}
