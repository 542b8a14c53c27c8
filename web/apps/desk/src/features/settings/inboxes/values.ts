import type { ConfigField } from '@otklik/api';

export type Values = Record<string, unknown>;

/** What a new form starts with: the channel's defaults, and this very site for a chat on a site. */
export function defaultValues(fields: ConfigField[]): Values {
  return Object.fromEntries(fields.map((field) => [field.name, field.kind === 'origins' ? [window.location.origin] : field.default]));
}

/** What the form of a stored inbox starts with; secrets are never shown, so they start empty. */
export function storedValues(fields: ConfigField[], settings: Values): Values {
  return Object.fromEntries(fields.map((field) => [field.name, field.kind === 'secret' ? '' : settings[field.name]]));
}

export function filled(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => !isBlank(value)));
}

/** Only what differs: null takes a setting away, a secret left empty stays as it is. */
export function changed(fields: ConfigField[], before: Values, now: Values): Values {
  const differing = fields.filter((field) => JSON.stringify(before[field.name] ?? null) !== JSON.stringify(now[field.name] ?? null));
  return Object.fromEntries(differing.filter((field) => !(field.kind === 'secret' && isBlank(now[field.name]))).map((field) => [field.name, isBlank(now[field.name]) ? null : now[field.name]]));
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}
