/** The visual builder: rows of conditions out of the text, and the text out of rows. What is more complex stays as typed. */
import type { Language } from '@otklik/i18n';
import { quoted, spelled, type Field } from './lexicon';
import { cut, unquoted } from './pieces';

export interface Row {
  key: number;
  field: Field | null;
  negated: boolean;
  op: string;
  value: string;
  /** The text of a part the builder only keeps. */
  raw: string;
}

const operator = /^(>=|<=|>|<|=)/;

/** Rows that must all hold; an alternative outside brackets makes the whole one row as typed. */
export function rowsOf(text: string): Row[] {
  const pieces = cut(text);
  if (pieces.some((piece) => piece.kind === 'joint' && ['or', 'или', '|'].includes(piece.text.toLowerCase()))) {
    return [{ key: 0, field: null, negated: false, op: '', value: '', raw: `(${text.trim()})` }];
  }
  const rows: Row[] = [];
  for (const piece of pieces) {
    if (piece.kind === 'joint') continue;
    const last = rows.at(-1);
    if (piece.kind === 'words' && !piece.negated && last?.field === null && !last.negated && !last.raw.startsWith('(')) {
      last.raw += ` ${piece.text}`;
      continue;
    }
    const op = piece.field ? (operator.exec(piece.value)?.[0] ?? defaultOp(piece.field)) : '';
    rows.push({ key: rows.length, field: piece.field ?? null, negated: piece.negated, op, value: piece.field ? unquoted(piece.value) : '', raw: piece.field ? '' : piece.text });
  }
  return rows;
}

export function textOf(rows: Row[], language: Language): string {
  return rows
    .map((row) => (row.field ? conditionOf(row, row.field, language) : row.raw))
    .filter(Boolean)
    .join(' ');
}

function conditionOf(row: Row, field: Field, language: Language): string {
  if (!row.value.trim()) return '';
  const op = row.op === '=' ? '' : row.op;
  return `${row.negated ? '-' : ''}${spelled(field, language)}:${op}${quoted(row.value.trim())}`;
}

export function defaultOp(field: Field): string {
  return field.kind === 'span' ? '>' : '=';
}
