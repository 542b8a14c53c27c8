import type { ConversationRow } from '@otklik/api';
import { expect, test } from 'vitest';
import { holdOrder } from './stable-order';

const row = (id: number, version = 1) => ({ id, version }) as ConversationRow;
const ids = (rows: ConversationRow[]) => rows.map((one) => one.id);

test('rows keep their places and take fresh data', () => {
  const held = holdOrder([row(1), row(2)], [row(2, 7), row(1)]);
  expect(ids(held.rows)).toEqual([1, 2]);
  expect(held.rows[1]?.version).toBe(7);
});

test('newcomers above wait, those below the last row join', () => {
  const held = holdOrder([row(1), row(2)], [row(9), row(1), row(2), row(3)]);
  expect(ids(held.rows)).toEqual([1, 2, 3]);
  expect(held.pending).toBe(1);
});

test('a row that left stays in sight until the list is let go', () => {
  expect(ids(holdOrder([row(1), row(2)], [row(2)]).rows)).toEqual([1, 2]);
});

test('a list that was scrolled keeps its order, but not what left it', () => {
  const held = holdOrder([row(1), row(2), row(3)], [row(9), row(3), row(1)], 'order');
  expect(ids(held.rows)).toEqual([1, 3]);
  expect(held.pending).toBe(1);
});

test('when the last row left, what comes behind the others still joins', () => {
  expect(ids(holdOrder([row(1), row(2)], [row(1), row(4)], 'order').rows)).toEqual([1, 4]);
});
