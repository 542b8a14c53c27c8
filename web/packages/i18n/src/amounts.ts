import type { Language } from './time';

const names = { ru: ['Б', 'КБ', 'МБ', 'ГБ'], en: ['B', 'KB', 'MB', 'GB'] } as const;

/** A size for people: «840 КБ», «1,5 МБ». */
export function bytes(count: number, language: Language): string {
  let value = count;
  let step = 0;
  while (value >= 1024 && step < 3) {
    value /= 1024;
    step += 1;
  }
  const digits = value < 10 && step > 1 ? 1 : 0;
  const figure = new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
  return `${figure}\u00a0${names[language][step] ?? ''}`;
}

export function count(value: number, language: Language): string {
  return new Intl.NumberFormat(language).format(value);
}

const CAP = 999;

/** A counter that never grows wider than four signs. */
export function capped(value: number): string {
  return value > CAP ? `${CAP}+` : String(value);
}

/** The number of a thing, as each language writes it: № 12, #12. */
export function numbered(id: number | string, language: Language): string {
  return language === 'ru' ? `№\u00a0${id}` : `#${id}`;
}

/** A length of time in its largest whole unit: "24 часа" is a day, 90 minutes stay minutes. */
export function spanOf(minutes: number, language: Language): string {
  const [amount, unit] = minutes % 1440 === 0 ? [minutes / 1440, 'day'] : minutes % 60 === 0 ? [minutes / 60, 'hour'] : [minutes, 'minute'];
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(amount);
}
