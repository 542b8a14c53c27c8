/** The settings file as this page looks at it: only enough to tell where something is wrong. */
export const sectionNames = ['company', 'teams', 'tags', 'closing_reasons', 'topics', 'conversation_fields', 'break_reasons', 'customer_fields', 'roles', 'canned_responses', 'macros', 'views'] as const;
export type SectionName = (typeof sectionNames)[number];

export interface Outcome {
  section: SectionName;
  name: string;
  what: 'created' | 'changed' | 'left';
  /** Facts that are another way here. */
  changes: string[];
}

export interface ImportReport {
  items: Outcome[];
  created: number;
  changed: number;
  left: number;
}

export interface PlaceInFile {
  section: SectionName | null;
  /** As people count, from 1; null for the section itself. */
  number: number | null;
  name: string;
  /** What is left of the path: the fact inside. */
  rest: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where a refused field such as `macros.2.actions.0.tag` stands in the file, with the name of the thing. */
export function findPlace(field: string, file: unknown): PlaceInFile {
  const [head = '', second = '', ...inner] = field.split('.');
  const section = sectionNames.find((one) => one === head) ?? null;
  if (section === null) return { section, number: null, name: '', rest: field };
  if (!/^\d+$/.test(second)) return { section, number: null, name: '', rest: [second, ...inner].filter(Boolean).join('.') };
  const items = isRecord(file) ? file[section] : undefined;
  const item: unknown = Array.isArray(items) ? items[Number(second)] : undefined;
  const named = isRecord(item) ? (item['name'] ?? item['title']) : '';
  return { section, number: Number(second) + 1, name: typeof named === 'string' ? named : '', rest: inner.join('.') };
}

/** Names of what the file says was left out when it was made. */
export function leftOutOf(file: unknown): string[] {
  const left = isRecord(file) ? file['left_out'] : undefined;
  return Array.isArray(left) ? left.flatMap((one: unknown) => (isRecord(one) && typeof one['name'] === 'string' ? [one['name']] : [])) : [];
}
