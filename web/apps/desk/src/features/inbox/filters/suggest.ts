/** What may come next where the caret stands: fields, then the values of the field. */
import type { Language } from '@otklik/i18n';
import { fields, plain, quoted, spans, spelled, spelledWord, type Field } from './lexicon';
import { pieceAt, unquoted } from './pieces';

export interface Suggestion {
  /** Stands for the whole piece under the caret. */
  insert: string;
  label: string;
  /** Names the field it belongs to or stands for. */
  field: Field;
  value: boolean;
}

/** Names known here: operators, teams, inboxes, tags. */
export type Names = Partial<Record<Field['name'], string[]>>;

const MOST = 8;

export function suggest(text: string, caret: number, names: Names, language: Language, own: Field[] = []): Suggestion[] {
  const piece = pieceAt(text, caret);
  if (piece.kind === 'group' || piece.kind === 'joint' || caret < piece.end) return [];
  const sign = piece.negated ? '-' : '';
  const field = own.find((one) => one.name === piece.field?.name) ?? piece.field;
  if (field) return valuesOf(field, piece.value, names, language).map((one) => ({ ...one, insert: sign + one.insert }));
  if (piece.value.startsWith('"')) return [];
  const typed = plain(piece.value);
  return [...fields, ...(typed ? own : [])]
    .filter((one) => [one.name, one.ru, one.title ?? ''].some((said) => plain(said).startsWith(typed)))
    .slice(0, typed ? MOST : fields.length)
    .map((one) => ({ insert: `${sign}${spelled(one, language)}:`, label: `${spelled(one, language)}:`, field: one, value: false }));
}

function valuesOf(field: Field, typed: string, names: Names, language: Language): Suggestion[] {
  const head = `${spelled(field, language)}:`;
  const make = (value: string, label = value): Suggestion => ({ insert: `${head}${value} `, label, field, value: true });
  if (field.kind === 'span') return spans[language].filter((one) => one.startsWith(typed) && one !== typed).map((one) => make(one));
  const sought = plain(unquoted(typed));
  const own = field.words.filter((word) => word.some((one) => plain(one).startsWith(sought))).map((word) => make(spelledWord(word, language)));
  const known = (names[field.name] ?? [])
    .filter((name) => plain(name).includes(sought) && name.toLowerCase() !== unquoted(typed).toLowerCase())
    .map((name) => make(field.words.some((word) => word.some((one) => plain(one) === plain(name))) ? `"${name}"` : quoted(name), name));
  return [...own.filter((one) => one.label !== typed), ...known].slice(0, MOST);
}

/** The text with a suggestion in the place of the piece under the caret, and where the caret stands then. */
export function take(text: string, caret: number, one: Suggestion): { text: string; caret: number } {
  const piece = pieceAt(text, caret);
  const rest = text.slice(piece.end);
  const insert = one.insert.endsWith(' ') && rest.startsWith(' ') ? one.insert.slice(0, -1) : one.insert;
  return { text: text.slice(0, piece.start) + insert + rest, caret: piece.start + insert.length };
}
