/** Every time zone the browser knows, with its present offset, and the one it is in. */
export function timeZones(): { value: string; label: string }[] {
  return zoneNames().map((value) => ({ value, label: zoneLabel(value) }));
}

export function zoneNames(): string[] {
  return [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone'), guessTimeZone()])];
}

const labels = new Map<string, string>();

/** A zone's name with its present offset. An offset costs a browser a millisecond, all of them half a second: each is asked for once. */
export function zoneLabel(value: string): string {
  const known = labels.get(value);
  if (known !== undefined) return known;
  const label = `${value.replaceAll('_', ' ')} (${offset(value)})`;
  labels.set(value, label);
  return label;
}

export function guessTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function offset(timeZone: string): string {
  try {
    const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'shortOffset' }).formatToParts();
    return parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
  } catch {
    return '?';
  }
}
