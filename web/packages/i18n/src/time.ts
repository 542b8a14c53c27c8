/** Times in words and figures, by Intl; the caller gives the language and the zone. */
export type Language = 'ru' | 'en';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const cache = new Map<string, Intl.DateTimeFormat>();

function formatter(language: Language, zone: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${zone ?? ''} ${JSON.stringify(options)}`;
  const known = cache.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', { ...options, ...(zone && { timeZone: zone }) });
  cache.set(key, made);
  return made;
}

export function clockTime(at: Date, language: Language, zone?: string): string {
  return formatter(language, zone, { hour: '2-digit', minute: '2-digit' }).format(at);
}

/** A day's key in the zone, comparable as text: 2026-11-22. */
export function dayKey(at: Date, zone?: string): string {
  const parts = formatter('en', zone, { year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(at);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

/** «Сегодня», «Вчера», «19 ноября», «3 марта 2024». */
export function dayLabel(at: Date, now: Date, language: Language, zone?: string): string {
  const distance = daysBetween(at, now, zone);
  if (distance === 0 || distance === -1) {
    const words = new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(distance, 'day');
    return words.charAt(0).toLocaleUpperCase(language) + words.slice(1);
  }
  return dateLabel(at, now, language, zone);
}

export function dateLabel(at: Date, now: Date, language: Language, zone?: string): string {
  const sameYear = dayKey(at, zone).slice(0, 4) === dayKey(now, zone).slice(0, 4);
  const text = formatter(language, zone, { day: 'numeric', month: 'long', ...(!sameYear && { year: 'numeric' }) }).format(at);
  return text.replace(/\s?г\.$/, '');
}

export function dateTimeLabel(at: Date, now: Date, language: Language, zone?: string): string {
  return `${dayLabel(at, now, language, zone)}, ${clockTime(at, language, zone)}`;
}

/** The shortest stamp that is still clear: the time today, else day and month. */
export function shortStamp(at: Date, now: Date, language: Language, zone?: string): string {
  if (daysBetween(at, now, zone) === 0) return clockTime(at, language, zone);
  const sameYear = dayKey(at, zone).slice(0, 4) === dayKey(now, zone).slice(0, 4);
  return formatter(language, zone, { day: 'numeric', month: 'short', ...(!sameYear && { year: '2-digit' }) }).format(at);
}

export function weekdayTime(at: Date, language: Language, zone?: string): string {
  return formatter(language, zone, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }).format(at);
}

/** «10 секунд назад», "3 hours ago". */
export function ago(at: Date, now: Date, language: Language): string {
  const passed = Math.max(0, now.getTime() - at.getTime());
  const words = new Intl.RelativeTimeFormat(language, { numeric: 'always' });
  if (passed < MINUTE) return words.format(-Math.floor(passed / 1000), 'second');
  if (passed < HOUR) return words.format(-Math.floor(passed / MINUTE), 'minute');
  if (passed < DAY) return words.format(-Math.floor(passed / HOUR), 'hour');
  return words.format(-Math.floor(passed / DAY), 'day');
}

const units = {
  ru: { second: 'с', minute: 'мин', hour: 'ч', day: 'д' },
  en: { second: 's', minute: 'min', hour: 'h', day: 'd' },
} as const;

/** How long someone has waited: «45 с», «12 мин», «1 ч 05 мин», «2 д 4 ч». */
export function waited(milliseconds: number, language: Language): string {
  const unit = units[language];
  const passed = Math.max(0, milliseconds);
  const join = (value: number, name: string) => `${value}\u00a0${name}`;
  if (passed < MINUTE) return join(Math.floor(passed / 1000), unit.second);
  if (passed < HOUR) return join(Math.floor(passed / MINUTE), unit.minute);
  if (passed < DAY) {
    const minutes = String(Math.floor((passed % HOUR) / MINUTE)).padStart(2, '0');
    return `${join(Math.floor(passed / HOUR), unit.hour)} ${minutes}\u00a0${unit.minute}`;
  }
  return `${join(Math.floor(passed / DAY), unit.day)} ${join(Math.floor((passed % DAY) / HOUR), unit.hour)}`;
}

/** A player's time: 0:07, 12:05, 1:02:03. */
export function playerTime(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const tail = String(whole % 60).padStart(2, '0');
  const minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3600);
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}

function daysBetween(at: Date, now: Date, zone?: string): number {
  return Math.round((Date.parse(dayKey(at, zone)) - Date.parse(dayKey(now, zone))) / DAY);
}
