/** The pieces of a typed filter, as far as completing and changing it needs: the server alone reads it as a whole. */
import { findField, type Field } from './lexicon';

export interface Piece {
  start: number;
  end: number;
  text: string;
  /** A part in brackets stays one piece. */
  kind: 'condition' | 'words' | 'group' | 'joint';
  negated: boolean;
  field: Field | undefined;
  /** What stands after the colon, the comparison sign included; of words the words. */
  value: string;
}

const joints = new Set(['or', 'или', 'and', 'и', '|']);

export function cut(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/u.test(text.charAt(at))) {
      at += 1;
      continue;
    }
    const end = endOf(text, at);
    pieces.push(makePiece(text, at, end));
    at = end;
  }
  return pieces;
}

/** Where the piece that begins here ends: at a space outside quotes and brackets. */
function endOf(text: string, start: number): number {
  let depth = 0;
  let quote = '';
  let at = start;
  for (; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (quote) {
      if (sign === '\\' && quote === '"') at += 1;
      else if (sign === quote) quote = '';
    } else if (sign === '"') quote = '"';
    else if (sign === '«') quote = '»';
    else if (sign === '(') depth += 1;
    else if (sign === ')') depth -= 1;
    else if (depth <= 0 && /\s/u.test(sign)) break;
  }
  return Math.min(at, text.length);
}

function makePiece(text: string, start: number, end: number): Piece {
  const whole = text.slice(start, end);
  const negated = whole.length > 1 && whole.startsWith('-');
  const body = negated ? whole.slice(1) : whole;
  const common = { start, end, text: whole, negated };
  if (joints.has(whole.toLowerCase())) return { ...common, kind: 'joint', field: undefined, value: whole };
  if (body.startsWith('(')) return { ...common, kind: 'group', field: undefined, value: body };
  const colon = /^(\p{L}+(?:\.[a-z0-9_]+)?):/iu.exec(body);
  const field = colon?.[1] ? findField(colon[1]) : undefined;
  return { ...common, kind: field ? 'condition' : 'words', field, value: field && colon ? body.slice(colon[0].length) : body };
}

/** The piece under the caret, as far as it was typed; an empty one between pieces. Inside brackets the innermost. */
export function pieceAt(text: string, caret: number): Piece {
  const found = cut(text).find((piece) => piece.start <= caret && caret <= piece.end);
  if (!found) return { start: caret, end: caret, text: '', kind: 'words', negated: false, field: undefined, value: '' };
  if (found.kind !== 'group') return found;
  const open = found.start + (found.negated ? 2 : 1);
  if (caret < open) return found;
  const closed = found.text.endsWith(')') ? found.end - 1 : found.end;
  const inner = pieceAt(text.slice(open, closed), caret - open);
  return { ...inner, start: inner.start + open, end: inner.end + open };
}

export function unquoted(value: string): string {
  const bare = value.replace(/^(>=|<=|>|<|=)/, '');
  if (bare.startsWith('"')) return bare.slice(1).replace(/"$/, '').replaceAll(/\\(.)/g, '$1');
  return bare.startsWith('«') ? bare.slice(1).replace(/»$/, '') : bare;
}
