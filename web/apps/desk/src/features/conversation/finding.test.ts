import { expect, test } from 'vitest';
import { placeAmong, placesOf, stepped } from './finding';

test('words are found whole, in any case, ё as е, counted in code points', () => {
  const words = new Set(['заказ', 'елка']);
  expect(placesOf('🦄 Заказ, заказы и Ёлка', words)).toEqual([
    { offset: 2, length: 5 },
    { offset: 18, length: 4 },
  ]);
});

test('nothing is marked while nothing is looked for', () => {
  expect(placesOf('заказ', new Set())).toEqual([]);
});

test('new words begin at the newest match, new matches move nobody', () => {
  const items = [{ id: 9 }, { id: 5 }, { id: 2 }];
  expect([placeAmong(items, 5, true), placeAmong(items, 5, false), placeAmong(items, 7, true), placeAmong(items, null, true)]).toEqual([1, 0, 0, 0]);
});

test('steps go round both ends', () => {
  expect([stepped(2, 1, 3), stepped(0, -1, 3), stepped(1, 1, 3)]).toEqual([0, 2, 2]);
});
