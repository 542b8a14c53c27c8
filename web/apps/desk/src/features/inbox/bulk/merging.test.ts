import type { ConversationRow } from '@otklik/api';
import { expect, test } from 'vitest';
import { MERGE_MAX, obstacleOf, rowsOf, usualHost } from './merging';

const row = (id: number, over: object = {}) => ({ id, status: 'open', contact: { id: 1, name: 'Вера', avatar_url: null, vip: false }, last_message_at: `2026-11-22T10:00:0${id}.000Z`, ...over }) as ConversationRow;

test('only some conversations of one customer become one', () => {
  const two = [row(1), row(2)];
  expect(obstacleOf(two, 2, false)).toBeNull();
  expect(obstacleOf(two, 2, true)).toBe('whole');
  expect(obstacleOf([row(1)], 1, false)).toBe('few');
  expect(obstacleOf(two, MERGE_MAX + 1, false)).toBe('many');
  expect(obstacleOf([row(1), row(2, { contact: { id: 2, name: 'Олег', avatar_url: null, vip: false } })], 2, false)).toBe('people');
});

test('the latest of those still open goes on', () => {
  expect(usualHost([row(1), row(3, { status: 'resolved' }), row(2)])?.id).toBe(2);
  expect(usualHost([])).toBeNull();
});

test('rows are found in whatever list holds them', () => {
  const list = { pages: [{ items: [row(1), row(2)], next_cursor: null }], pageParams: [null] };
  expect(rowsOf([undefined, list], [2, 9]).map((one) => one.id)).toEqual([2]);
});
