/** Moments to put a conversation off until, in the reader's own zone. */
export type SnoozeChoice = 'hour' | 'threeHours' | 'tonight' | 'tomorrow' | 'monday';

const HOUR = 3_600_000;
const MORNING = 9;
const EVENING = 18;

export function snoozeChoices(now: Date): { id: SnoozeChoice; at: Date }[] {
  const choices: { id: SnoozeChoice; at: Date }[] = [
    { id: 'hour', at: new Date(now.getTime() + HOUR) },
    { id: 'threeHours', at: new Date(now.getTime() + 3 * HOUR) },
  ];
  if (now.getHours() < EVENING - 1) choices.push({ id: 'tonight', at: atHour(now, 0, EVENING) });
  choices.push({ id: 'tomorrow', at: atHour(now, 1, MORNING) });
  const toMonday = (8 - now.getDay()) % 7 || 7;
  if (toMonday > 1) choices.push({ id: 'monday', at: atHour(now, toMonday, MORNING) });
  return choices;
}

/** The morning of the next day: what a second Z means. */
export function nextMorning(now: Date): Date {
  return atHour(now, 1, MORNING);
}

function atHour(now: Date, days: number, hour: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
}

/** What a date-and-time field holds: 2026-11-22T09:00, local. */
export function toField(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
