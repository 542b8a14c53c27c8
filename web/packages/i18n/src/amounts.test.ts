import { expect, test } from 'vitest';
import { bytes, capped } from './amounts';

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
