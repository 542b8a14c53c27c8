/** What stands in the control while a value is edited, and the value it means. */
import type { AttributeKind, AttributeValue } from '@otklik/api';

export type Value = AttributeValue | null;
export type Draft = string | string[];

export interface Meant {
  value: Value;
  /** The draft means nothing of this kind. */
  wrong?: 'not_number';
}

export function startDraft(kind: AttributeKind, value: Value): Draft {
  if (kind === 'choices') return Array.isArray(value) ? value : [];
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return Array.isArray(value) ? value.join(', ') : String(value).replace('.', kind === 'number' ? ',' : '.');
}

export function readDraft(kind: AttributeKind, draft: Draft): Meant {
  if (Array.isArray(draft)) return { value: draft.length > 0 ? draft : null };
  const text = draft.trim();
  if (text === '') return { value: null };
  if (kind === 'flag') return { value: text === 'yes' };
  if (kind !== 'number') return { value: text };
  const number = Number(text.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.'));
  return Number.isFinite(number) ? { value: number } : { value: null, wrong: 'not_number' };
}

export function isSame(one: Value, other: Value): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}
