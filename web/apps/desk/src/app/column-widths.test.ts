import { expect, test } from 'vitest';
import { columnWidth, fitted } from './column-widths';

const usual = { views: 0, list: 0, contact: 0 };

test.each([
  ['list', 0, 364],
  ['list', 420, 420],
  ['list', 9000, 560],
  ['views', 20, 176],
] as const)('%s chosen %i is %i wide', (column, chosen, width) => {
  expect(columnWidth(column, { ...usual, [column]: chosen })).toBe(width);
});

test('a width between two pixels is rounded', () => {
  expect(fitted('contact', 300.6)).toBe(301);
});
