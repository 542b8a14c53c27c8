import { expect, test } from 'vitest';
import { chosenIn, stretched, toggled, type Selection } from './selection';

const empty: Selection = { list: '', ids: new Set(), anchor: null, all: false };
const order = [5, 4, 3, 2, 1];

test('a row is chosen and let go', () => {
  const one = toggled(empty, 'open', 4);
  expect([...one.ids]).toEqual([4]);
  expect([...toggled(one, 'open', 4).ids]).toEqual([]);
});

test('a range goes from the last one chosen, either way, and adds to what is chosen', () => {
  const from = toggled(toggled(empty, 'open', 1), 'open', 4);
  expect([...stretched(from, 'open', 2, order).ids].sort()).toEqual([1, 2, 3, 4]);
  expect([...stretched(from, 'open', 5, order).ids].sort()).toEqual([1, 4, 5]);
});

test('a range without a beginning is one row', () => {
  expect([...stretched(empty, 'open', 3, order).ids]).toEqual([3]);
  expect([...stretched({ ...empty, list: 'open', anchor: 99 }, 'open', 3, order).ids]).toEqual([3]);
});

test('another list begins with nothing chosen', () => {
  const one = toggled(empty, 'open', 4);
  expect([...chosenIn(one, 'mine')]).toEqual([]);
  expect([...toggled(one, 'mine', 3).ids]).toEqual([3]);
});
