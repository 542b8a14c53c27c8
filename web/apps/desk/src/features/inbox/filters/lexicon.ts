/** The words of filters as the desk offers them; a test of the server holds them to what it reads. */
import type { ContactAttribute, ConversationField } from '@otklik/api';
import type { Language } from '@otklik/i18n';
import { channelFaces, type ChannelFace } from '@otklik/ui';
import data from './lexicon.json';

export type FieldName = 'is' | 'channel' | 'inbox' | 'team' | 'assignee' | 'tag' | 'priority' | 'reason' | 'topic' | 'rating' | 'waiting' | 'created' | 'last' | 'lang' | 'contact';
/** A company's own field of customers or of conversations, by its key. */
export type OwnName = `field.${string}` | `dialog.${string}`;
export type FieldKind = 'word' | 'code' | 'name' | 'rank' | 'span' | 'free' | 'own';

export interface Field {
  name: FieldName | OwnName;
  ru: string;
  /** Other spellings that are read. */
  also?: string[];
  kind: FieldKind;
  /** What people call a field of the company's own, and whether its values have an order. */
  title?: string;
  ordered?: boolean;
  /** Our own values: the canonical word, the Russian one, and other spellings that are read. */
  words: Spellings[];
}

export type Spellings = [canonical: string, ru: string, ...also: string[]];

/** What is offered; the channels are those of this installation. */
export const fields: Field[] = (data as Field[]).map((field) => (field.name === 'channel' ? { ...field, get words() { return channelFaces().map(wordsOf); } } : field));

function wordsOf({ slug, spellings }: ChannelFace): Spellings {
  const [ru = slug, ...also] = spellings;
  return [slug, ru, ...also];
}

const filled: Spellings[] = [['any', 'есть'], ['empty', 'пусто']];
const answers: Spellings[] = [['yes', 'да'], ['no', 'нет']];
const ownField = /^(?:(field|поле)|dialog|диалог)\.([a-z][a-z0-9_]*)$/i;

/** The field of the filter that stands for a company's own field of customers. */
export function fieldOf(one: ContactAttribute): Field {
  return { name: `field.${one.key}`, ru: `поле.${one.key}`, kind: 'own', title: one.name, ordered: one.kind === 'number' || one.kind === 'date', words: one.kind === 'flag' ? [...answers, ...filled] : filled };
}

/** The field of the filter that stands for a company's own field of conversations. */
export function talkFieldOf(one: ConversationField): Field {
  return { ...fieldOf({ ...one, on_card: true }), name: `dialog.${one.key}`, ru: `диалог.${one.key}` };
}

export function isOwn(name: Field['name']): name is OwnName {
  return name.startsWith('field.') || name.startsWith('dialog.');
}

export function plain(word: string): string {
  return word.toLowerCase().replaceAll('ё', 'е');
}

export function findField(word: string): Field | undefined {
  const said = plain(word);
  const [, ofPerson, key] = ownField.exec(said) ?? [];
  if (key) return ofPerson ? { name: `field.${key}`, ru: `поле.${key}`, kind: 'own', words: filled } : { name: `dialog.${key}`, ru: `диалог.${key}`, kind: 'own', words: filled };
  return fields.find((field) => [field.name, field.ru, ...(field.also ?? [])].some((one) => plain(one) === said));
}

export function spelled(field: Field, language: Language): string {
  return language === 'ru' ? field.ru : field.name;
}

export function spelledWord(word: Spellings, language: Language): string {
  return language === 'ru' ? word[1] : word[0];
}

/** Lengths of time to choose from, as each language writes them. */
export const spans: Record<Language, string[]> = { ru: ['>10м', '>1ч', '>1д', '<1ч', '<7д'], en: ['>10m', '>1h', '>1d', '<1h', '<7d'] };

export function quoted(text: string): string {
  return /^[^\s()"«»|:#\\-][^\s()"«»|:\\]*$/u.test(text) ? text : `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
