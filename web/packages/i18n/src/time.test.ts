import { expect, test } from 'vitest';
import { ago, clockTime, dateTimeLabel, dayKey, dayLabel, playerTime, shortStamp, waited } from './time';

const MOSCOW = 'Europe/Moscow';
const now = new Date('2026-11-22T10:00:00Z');
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

test.each([
  [7 * second, '7 с', '7 s'],
  [12 * minute + 59 * second, '12 мин', '12 min'],
  [hour + 5 * minute, '1 ч 05 мин', '1 h 05 min'],
  [52 * hour, '2 д 4 ч', '2 d 4 h'],
  [-5 * second, '0 с', '0 s'],
])('%i ms of waiting', (passed, ru, en) => {
  expect(waited(passed, 'ru').replaceAll('\u00a0', ' ')).toBe(ru);
  expect(waited(passed, 'en').replaceAll('\u00a0', ' ')).toBe(en);
});

test.each([
  ['2026-11-22T07:00:00Z', 'Сегодня', 'Today'],
  ['2026-11-21T20:59:00Z', 'Вчера', 'Yesterday'],
  ['2026-11-21T21:01:00Z', 'Сегодня', 'Today'],
  ['2026-11-19T07:00:00Z', '19 ноября', '19 November'],
  ['2024-03-03T07:00:00Z', '3 марта 2024', '3 March 2024'],
])('the day of %s', (at, ru, en) => {
  expect(dayLabel(new Date(at), now, 'ru', MOSCOW)).toBe(ru);
  expect(dayLabel(new Date(at), now, 'en', MOSCOW)).toBe(en);
});

test('a day belongs to the zone', () => {
  expect(dayKey(new Date('2026-11-21T21:01:00Z'), MOSCOW)).toBe('2026-11-22');
  expect(clockTime(new Date('2026-11-21T21:01:00Z'), 'ru', MOSCOW)).toBe('00:01');
});

test.each([
  [10 * second, '10 секунд назад', '10 seconds ago'],
  [minute, '1 минуту назад', '1 minute ago'],
  [3 * hour, '3 часа назад', '3 hours ago'],
])('%i ms ago', (passed, ru, en) => {
  const at = new Date(now.getTime() - passed);
  expect(ago(at, now, 'ru')).toBe(ru);
  expect(ago(at, now, 'en')).toBe(en);
});

test('stamps are short', () => {
  expect(shortStamp(new Date('2026-11-22T07:05:00Z'), now, 'ru', MOSCOW)).toBe('10:05');
  expect(shortStamp(new Date('2026-11-19T07:05:00Z'), now, 'en', MOSCOW)).toBe('19 Nov');
  expect(dateTimeLabel(new Date('2026-11-21T10:05:00Z'), now, 'ru', MOSCOW)).toBe('Вчера, 13:05');
});

test.each([
  [7, '0:07'],
  [725, '12:05'],
  [3723, '1:02:03'],
])('%i seconds on a player', (seconds, text) => expect(playerTime(seconds)).toBe(text));
