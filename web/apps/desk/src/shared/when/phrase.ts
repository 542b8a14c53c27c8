/**
 * A moment said in words, Russian or English: "завтра в 9", "через полчаса", "пн 10:00", "in 3 days", "dec 5 at 3pm".
 *
 * Days without a time mean the morning; a time without a day means the next such time. Whatever is left over after
 * reading makes the phrase not understood: better to say so than to guess half of it.
 */

const MORNING = 9;
const MINUTE = 60_000;

const UNITS: Record<string, 'minute' | 'hour' | 'day' | 'week' | 'month'> = {
  'мин(?:ут[уы]?)?|min(?:ute)?s?|m': 'minute',
  'ч(?:ас(?:а|ов)?)?|hours?|h': 'hour',
  'д(?:ень|ня|ней|н)|сутки|days?|d': 'day',
  'недел[юиь]|нед|weeks?|w': 'week',
  'месяц(?:а|ев)?|мес|months?': 'month',
};
const NUMBERS: Record<string, number> = {
  'один|одну|an?|one': 1, 'два|две|пару|two|a couple of': 2, 'три|three': 3, 'четыре|four': 4, 'пять|five': 5, 'шесть|six': 6, 'семь|seven': 7, 'десять|ten': 10,
};
const WEEKDAYS = [
  'воскресень[ея]|вс|sun(?:day)?', 'понедельника?|пн|mon(?:day)?', 'вторника?|вт|tue(?:s|sday)?', 'сред[ауы]|ср|wed(?:nesday)?',
  'четверга?|чт|thu(?:r|rs|rsday)?', 'пятниц[ауы]|пт|fri(?:day)?', 'суббот[ауы]|сб|sat(?:urday)?|выходны[ех]|weekend',
];
const MONTHS = [
  'янв(?:ар[ья])?|jan(?:uary)?', 'фев(?:рал[ья])?|feb(?:ruary)?', 'мар(?:та?)?|mar(?:ch)?', 'апр(?:ел[ья])?|apr(?:il)?', 'ма[йя]|may', 'июн[ья]?|june?',
  'июл[ья]?|july?', 'авг(?:уста?)?|aug(?:ust)?', 'сен(?:тябр[ья])?|sept?(?:ember)?', 'окт(?:ябр[ья])?|oct(?:ober)?', 'ноя(?:бр[ья])?|nov(?:ember)?', 'дек(?:абр[ья])?|dec(?:ember)?',
];
const PARTS_OF_DAY: Record<string, number> = {
  'утром|утра|morning': MORNING, 'полдень|noon': 12, 'дн[её]м|afternoon': 14, 'вечером|вечера|evening|tonight': 18,
};
const NEAR_DAYS: Record<string, number> = { 'послезавтра|day after tomorrow': 2, 'завтра|tomorrow|tmrw?': 1, 'сегодня|today': 0, 'следующей неделе|следующую неделю|next week': 7 };
const FILLERS = /\b(?:at|on|until|till|the|next|in|this)\b|(?<!\p{L})(?:в|во|на|до|к|следующ(?:ий|ую|ее|ей)|эт[уо]т?)(?!\p{L})/gu;

class Phrase {
  rest: string;

  constructor(text: string) {
    this.rest = ` ${text.toLowerCase().replaceAll('ё', 'е').replaceAll(/[,\s]+/g, ' ').trim()} `;
  }

  /** Read what fits, as whole words, and take it out. */
  take(pattern: string): RegExpExecArray | null {
    const found = new RegExp(`(?<![\\p{L}\\d])(?:${pattern})(?![\\p{L}\\d])`, 'u').exec(this.rest);
    if (found) this.rest = this.rest.replace(found[0], ' ');
    return found;
  }

  /** Read the first of several words and return what it stands for. */
  choose<T>(words: Iterable<readonly [string, T]>): T | null {
    for (const [pattern, value] of words) if (this.take(pattern)) return value;
    return null;
  }

  get isDone(): boolean {
    return this.rest.replaceAll(FILLERS, ' ').trim() === '';
  }
}

interface Day {
  year: number;
  month: number;
  day: number;
}

interface Clock {
  hours: number;
  minutes: number;
}

/** Return the moment a phrase names, or null when it is not understood. It may be in the past. */
export function readPhrase(text: string, now: Date): Date | null {
  const phrase = new Phrase(text);
  const later = readLater(phrase, now);
  if (later) return phrase.isDone ? later : null;
  const spokenClock = readSpokenClock(phrase);
  const span = readSpan(phrase, now);
  const day = span ?? readDay(phrase, now);
  const clock = spokenClock ?? readClock(phrase);
  if (!phrase.isDone || (!day && !clock)) return null;
  return day ? at(day, clock ?? { hours: MORNING, minutes: 0 }) : nextTime(clock, now);
}

/** "через 2 часа", "in half an hour": counted from now to the minute. */
function readLater(phrase: Phrase, now: Date): Date | null {
  if (phrase.take('(?:через |in )?(?:полчаса|пол часа|half an hour)')) return new Date(now.getTime() + 30 * MINUTE);
  if (phrase.take('(?:через |in )?(?:полтора часа|an hour and a half)')) return new Date(now.getTime() + 90 * MINUTE);
  const count = readCount(phrase, ['minute', 'hour']);
  return count && new Date(now.getTime() + count.amount * (count.unit === 'hour' ? 60 : 1) * MINUTE);
}

/** "через 3 дня", "in two weeks": a day, to which a time may be added. */
function readSpan(phrase: Phrase, now: Date): Day | null {
  const count = readCount(phrase, ['day', 'week', 'month']);
  if (!count) return null;
  if (count.unit === 'month') return dayOf(new Date(now.getFullYear(), now.getMonth() + count.amount, now.getDate()));
  return plusDays(now, count.amount * (count.unit === 'week' ? 7 : 1));
}

function readCount(phrase: Phrase, units: string[]): { amount: number; unit: string } | null {
  for (const [pattern, unit] of Object.entries(UNITS)) {
    if (!units.includes(unit)) continue;
    const number = `(\\d{1,3}|${Object.keys(NUMBERS).join('|')})`;
    const found = phrase.take(`(?:через|in|\\+) ?(?:${number} ?)?(?:${pattern})`) ?? phrase.take(`${number} ?(?:${pattern})`);
    if (found) return { amount: amountOf(found[1]), unit };
  }
  return null;
}

function amountOf(word: string | undefined): number {
  if (word === undefined) return 1;
  const named = Object.entries(NUMBERS).find(([pattern]) => new RegExp(`^(?:${pattern})$`, 'u').test(word));
  return named ? named[1] : Number(word);
}

function readDay(phrase: Phrase, now: Date): Day | null {
  const near = phrase.choose(Object.entries(NEAR_DAYS));
  if (near !== null) return plusDays(now, near === 7 ? (8 - now.getDay()) % 7 || 7 : near);
  const date = readDate(phrase, now);
  if (date) return date;
  const weekday = phrase.choose(WEEKDAYS.map((pattern, number) => [pattern, number] as const));
  return weekday === null ? null : plusDays(now, (weekday - now.getDay() + 7) % 7 || 7);
}

function readDate(phrase: Phrase, now: Date): Day | null {
  const iso = phrase.take('(\\d{4})-(\\d{2})-(\\d{2})');
  if (iso) return valid(Number(iso[1]), Number(iso[2]) - 1, Number(iso[3]));
  const points = phrase.take('([0-3]?\\d)\\.(0?[1-9]|1[0-2])(?:\\.(\\d{4}|\\d{2}))?');
  if (points) return dated(Number(points[1]), Number(points[2]) - 1, points[3], now);
  for (const [month, pattern] of MONTHS.entries()) {
    const before = phrase.take(`([0-3]?\\d)(?:st|nd|rd|th)?(?: of)? (?:${pattern})(?: (\\d{4}))?`);
    if (before) return dated(Number(before[1]), month, before[2], now);
    const after = phrase.take(`(?:${pattern}) ([0-3]?\\d)(?:st|nd|rd|th)?(?: (\\d{4}))?`);
    if (after) return dated(Number(after[1]), month, after[2], now);
  }
  return null;
}

/** Without a year: this year, or the next when that day is over. */
function dated(day: number, month: number, year: string | undefined, now: Date): Day | null {
  if (year !== undefined) return valid(Number(year) + (year.length === 2 ? 2000 : 0), month, day);
  const over = new Date(now.getFullYear(), month, day + 1) <= now;
  return valid(now.getFullYear() + (over ? 1 : 0), month, day);
}

/** A time that nothing else can be: with a colon, with am or pm, or after "в" and "at". */
function readSpokenClock(phrase: Phrase): Clock | null {
  const english = phrase.take('(?:at )?(\\d{1,2})(?:[:.](\\d{2}))? ?(am|pm)');
  if (english) {
    const hours = Number(english[1]);
    return hours >= 1 && hours <= 12 ? clockOf((hours % 12) + (english[3] === 'pm' ? 12 : 0), english[2]) : null;
  }
  // Without "в", "3 дня" is three days.
  const russian = phrase.take('(?:в|к) (\\d{1,2})(?:[:.](\\d{2}))?(?: час(?:а|ов)?)? (дня)') ?? phrase.take('(?:в |к )?(\\d{1,2})(?:[:.](\\d{2}))?(?: час(?:а|ов)?)? (утра|вечера)');
  if (russian) {
    const hours = Number(russian[1]);
    return clockOf(russian[3] !== 'утра' && hours < 12 ? hours + 12 : hours, russian[2]);
  }
  const spoken = phrase.take('(\\d{1,2}):(\\d{2})') ?? phrase.take('(?:в|к|at) (\\d{1,2})(?:[:.](\\d{2}))?(?: час(?:а|ов)?)?(?! ?\\p{L}*(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек))');
  return spoken ? clockOf(Number(spoken[1]), spoken[2]) : null;
}

function readClock(phrase: Phrase): Clock | null {
  const part = phrase.choose(Object.entries(PARTS_OF_DAY));
  if (part !== null) return { hours: part, minutes: 0 };
  const bare = phrase.take('(\\d{1,2})(?:\\.(\\d{2}))?');
  return bare ? clockOf(Number(bare[1]), bare[2]) : null;
}

function clockOf(hours: number, minutes: string | undefined): Clock | null {
  const past = Number(minutes ?? 0);
  return hours < 24 && past < 60 ? { hours, minutes: past } : null;
}

function nextTime(clock: Clock | null, now: Date): Date | null {
  if (!clock) return null;
  const today = at(dayOf(now), clock);
  return today > now ? today : at(plusDays(now, 1), clock);
}

function valid(year: number, month: number, day: number): Day | null {
  const date = new Date(year, month, day);
  return date.getMonth() === month && date.getDate() === day ? { year, month, day } : null;
}

function plusDays(now: Date, days: number): Day {
  return dayOf(new Date(now.getFullYear(), now.getMonth(), now.getDate() + days));
}

function dayOf(date: Date): Day {
  return { year: date.getFullYear(), month: date.getMonth(), day: date.getDate() };
}

function at({ year, month, day }: Day, { hours, minutes }: Clock): Date {
  return new Date(year, month, day, hours, minutes);
}
