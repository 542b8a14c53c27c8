import { expect, test } from 'vitest';
import { bytes, capped, spanOf } from './amounts';

test.each([
  [0, '0 Б'],
  [840 * 1024, '840 КБ'],
  [1.5 * 1024 * 1024, '1,5 МБ'],
  [50 * 1024 * 1024, '50 МБ'],
])('%i bytes', (count, text) => expect(bytes(count, 'ru').replace('\u00a0', ' ')).toBe(text));

test('counters are capped', () => {
  expect(capped(999)).toBe('999');
  expect(capped(1000)).toBe('999+');
});

test('a length of time stands in its largest whole unit', () => {
  expect([1440, 2880, 120, 90].map((one) => spanOf(one, 'ru').replace('\u00a0', ' '))).toEqual(['1 день', '2 дня', '2 часа', '90 минут']);
  expect(spanOf(1440, 'en')).toBe('1 day');
});
