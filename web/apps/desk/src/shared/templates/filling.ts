/** What a template says once its gaps are filled, and what is still missing; the same as the server reads. */
import type { ProviderTemplate, TemplateGap } from '@otklik/api';

export type Values = Readonly<Record<string, string>>;

export const VALUE_MAX = 1024;
const GAP = /\{\{\s*(\w{1,100})\s*\}\}/g;

/** A stretch of a text: plain, or the gap that stands there. */
export interface Stretch {
  text: string;
  /** Its key, for a gap. */
  key: string | null;
}

/** A text cut at its gaps; `place` is `header`, `body` or `button.0`. */
export function stretches(place: string, text: string, values: Values): Stretch[] {
  const found: Stretch[] = [];
  let from = 0;
  for (const gap of text.matchAll(GAP)) {
    if (gap.index > from) found.push({ text: text.slice(from, gap.index), key: null });
    const key = `${place}.${gap[1] ?? ''}`;
    found.push({ text: oneLine(values[key] ?? '') || gap[0], key });
    from = gap.index + gap[0].length;
  }
  if (from < text.length) found.push({ text: text.slice(from), key: null });
  return found;
}

function filled(place: string, text: string, values: Values): string {
  return stretches(place, text, values).map((one) => one.text).join('');
}

/** The words the customer will read. */
export function readOut(template: ProviderTemplate, values: Values): string {
  return [filled('header', template.header, values), filled('body', template.body, values), template.footer].filter(Boolean).join('\n\n');
}

export function buttonTitle(template: ProviderTemplate, number: number, values: Values): string {
  return filled(`button.${number}`, template.buttons[number]?.title ?? '', values);
}

export function isEmpty(gap: TemplateGap, values: Values): boolean {
  return gap.kind === 'text' && oneLine(values[gap.key] ?? '') === '';
}

export function isTooLong(gap: TemplateGap, values: Values): boolean {
  return [...(values[gap.key] ?? '')].length > VALUE_MAX;
}

export function isFilled(template: ProviderTemplate, values: Values, file: boolean): boolean {
  return template.gaps.every((gap) => !isEmpty(gap, values) && !isTooLong(gap, values)) && (template.file === '' || file);
}

/** What is sent: no empty values. */
export function chosenValues(template: ProviderTemplate, values: Values): Record<string, string> {
  return Object.fromEntries(template.gaps.flatMap(({ key }) => (oneLine(values[key] ?? '') ? [[key, oneLine(values[key] ?? '')]] : [])));
}

/** Where a gap stands: its place, the number of its button, and its own name. */
export function placeOf(gap: TemplateGap): { place: 'header' | 'body' | 'button' | 'other'; button: number; name: string } {
  const [place = '', ...rest] = gap.key.split('.');
  const known = place === 'header' || place === 'body' || place === 'button' ? place : 'other';
  const name = rest.at(-1) ?? gap.key;
  return { place: known, button: known === 'button' ? Number(rest[0]) : 0, name: known === 'other' ? gap.key : `{{${name}}}` };
}

function oneLine(text: string): string {
  return text.split(/\s+/u).filter(Boolean).join(' ');
}

/** Templates whose name or words hold what is looked for; those that cannot be sent come last. */
export function findTemplates(all: readonly ProviderTemplate[], sought: string): ProviderTemplate[] {
  const words = sought.toLowerCase().split(/\s+/u).filter(Boolean);
  const hay = (one: ProviderTemplate) => [one.name, one.header, one.body, one.footer, one.language].join(' ').toLowerCase();
  return all.filter((one) => words.every((word) => hay(one).includes(word))).sort((one, other) => Number(other.sendable) - Number(one.sendable));
}
