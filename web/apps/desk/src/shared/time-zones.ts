/** Every time zone the browser knows, with its present offset, and the one it is in. */
export function timeZones(): { value: string; label: string }[] {
  const known = new Set(['UTC', ...Intl.supportedValuesOf('timeZone'), guessTimeZone()]);
  return [...known].map((value) => ({ value, label: `${value.replaceAll('_', ' ')} (${offset(value)})` }));
}

export function guessTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function offset(timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'shortOffset' }).formatToParts();
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
}
