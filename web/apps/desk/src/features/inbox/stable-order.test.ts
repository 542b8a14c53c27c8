import type { ConversationRow } from '@otklik/api';
import { expect, test } from 'vitest';
import { groupOf } from './grouping/order';
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

const inGroup = (id: number, holder: number) => ({ id, version: 1, assignee: { id: holder, name: `${holder}` } }) as ConversationRow;
const grouped = (shown: ConversationRow[]) => ({ held: new Map(shown.map((one) => [one.id, groupOf(one, 'assignee')])), now: (one: ConversationRow) => groupOf(one, 'assignee') });

test('under the hand a row stays under its heading when its group is another now', () => {
  const shown = [inGroup(1, 1), inGroup(2, 2), inGroup(3, 3)];
  const now = [inGroup(3, 1), inGroup(1, 1), inGroup(9, 2), inGroup(2, 2), inGroup(8, 3)];
  const held = holdOrder(shown, now, 'still', grouped(shown));
  expect(ids(held.rows)).toEqual([1, 2, 3, 8]);
  expect(held.pending).toBe(1);
});

test('in a list that was scrolled such a row goes where it belongs, the others keep their order', () => {
  const shown = [inGroup(1, 1), inGroup(2, 2), inGroup(3, 3), inGroup(4, 3)];
  const later = [inGroup(1, 1), inGroup(3, 2), inGroup(2, 2), inGroup(4, 3)];
  expect(ids(holdOrder(shown, later, 'order', grouped(shown)).rows)).toEqual([1, 3, 2, 4]);
  const last = [inGroup(2, 2), inGroup(1, 3), inGroup(3, 3), inGroup(4, 3)];
  expect(ids(holdOrder(shown, last, 'order', grouped(shown)).rows)).toEqual([2, 1, 3, 4]);
});

test('a group that others follow gets no second heading at the end', () => {
  const shown = [inGroup(1, 1), inGroup(2, 2), inGroup(3, 3)];
  const now = [inGroup(3, 1), inGroup(1, 1), inGroup(2, 2), inGroup(9, 2), inGroup(8, 3)];
  expect(ids(holdOrder(shown, now, 'still', grouped(shown)).rows)).toEqual([1, 2, 3, 8]);
});
