import { numbered } from '@otklik/i18n';
import type { i18n as I18n } from 'i18next';
import type { Language } from '@otklik/i18n';

export interface Said {
  name: string;
  value: string;
}

interface Tongue {
  i18n: I18n;
  language: Language;
}

/** Facts that serve the machine only. */
const SILENT = new Set(['merge_id']);

/** Facts that list rights. */
const RIGHTS = new Set(['permissions', 'added', 'removed']);

function sayRight(i18n: I18n, right: string): string {
  const key = `rights.${right.replace('.', '_')}`;
  return i18n.exists(`roles:${key}`) ? i18n.getFixedT(i18n.language, 'roles')(key as 'right') : right;
}

function sayBlock(i18n: I18n, block: string): string {
  const key = `blocks.names.${block}`;
  return i18n.exists(`contact:${key}`) ? i18n.getFixedT(i18n.language, 'contact')(key as 'done') : block;
}

function isChange(value: unknown): value is { from: unknown; to: unknown } {
  return typeof value === 'object' && value !== null && 'from' in value && 'to' in value;
}

function look(i18n: I18n, key: string): string | null {
  return i18n.exists(`admin:${key}`) ? i18n.getFixedT(i18n.language, 'admin')(key as 'audit.title') : null;
}

function sayOne(name: string, value: unknown, { i18n, language }: Tongue): string {
  if (typeof value === 'boolean') return look(i18n, value ? 'audit.yes' : 'audit.no') ?? String(value);
  if (typeof value === 'number') return /_ids?$/.test(name) ? numbered(value, language) : String(value);
  if (value === '') return '—';
  if (typeof value !== 'string') return value === null ? '—' : JSON.stringify(value);
  if (RIGHTS.has(name)) return sayRight(i18n, value);
  if (name === 'hidden_blocks') return sayBlock(i18n, value);
  if (name === 'role' || name === 'moved_to' || name === 'newcomer_role') return look(i18n, `roles.${value}`) ?? value;
  if (name === 'fields') return look(i18n, `audit.details.${value.split('.')[0]}`) ?? value;
  return look(i18n, `audit.values.${value}`) ?? value;
}

function sayValue(name: string, value: unknown, tongue: Tongue): string {
  if (isChange(value)) return `${sayValue(name, value.from, tongue)} → ${sayValue(name, value.to, tongue)}`;
  if (!Array.isArray(value)) return sayOne(name, value, tongue);
  const words = new Set(value.map((item) => sayOne(name, item, tongue)));
  return words.size === 0 ? '—' : [...words].join(', ');
}

/** What a fact is called; one inside another, such as `settings.port`, by both. */
function sayName(name: string, { i18n }: Tongue): string {
  const [head = '', tail] = name.split(/\.(.*)/s);
  const outer = look(i18n, `audit.details.${head}`) ?? head;
  return tail === undefined ? outer : `${outer}, ${look(i18n, `audit.values.${tail}`) ?? tail}`;
}

/** Say the details of a line of the audit in words; what is new to us is shown as the server names it. */
export function sayDetail(detail: Record<string, unknown>, tongue: Tongue): Said[] {
  return Object.entries(detail)
    .filter(([name]) => !SILENT.has(name))
    .map(([name, value]) => ({
      name: sayName(name, tongue),
      value: sayValue(name, value, tongue),
    }));
}
