/** The words of filters as the desk offers them; a test of the server holds them to what it reads. */
import type { Language } from '@otklik/i18n';
import data from './lexicon.json';

export type FieldName = 'is' | 'channel' | 'inbox' | 'team' | 'assignee' | 'tag' | 'priority' | 'waiting' | 'created' | 'last' | 'lang' | 'contact';
export type FieldKind = 'word' | 'code' | 'name' | 'rank' | 'span' | 'free';

export interface Field {
  name: FieldName;
  ru: string;
  kind: FieldKind;
  /** Our own values: the canonical word and the Russian one. */
  words: [string, string][];
}

export const fields = data as Field[];

export function plain(word: string): string {
  return word.toLowerCase().replaceAll('ё', 'е');
}

export function findField(word: string): Field | undefined {
  const said = plain(word);
  return fields.find((field) => plain(field.name) === said || plain(field.ru) === said);
}

export function spelled(field: Field, language: Language): string {
  return language === 'ru' ? field.ru : field.name;
}

export function spelledWord(word: [string, string], language: Language): string {
  return language === 'ru' ? word[1] : word[0];
}

/** Lengths of time to choose from, as each language writes them. */
export const spans: Record<Language, string[]> = { ru: ['>10м', '>1ч', '>1д', '<1ч', '<7д'], en: ['>10m', '>1h', '>1d', '<1h', '<7d'] };

export function quoted(text: string): string {
  return /^[^\s()"«»|:#\\-][^\s()"«»|:\\]*$/u.test(text) ? text : `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
