import type { ConversationRow, GroupName, ListGroup } from '@otklik/api';
import { expect, test } from 'vitest';
import { withFold } from './folds';
import { layOut } from './lay-out';
import { compareGroups, groupOf, type Group } from './order';

const holder = (id: number, assignee: ConversationRow['assignee']) => ({ id, assignee, status: 'open', priority: 'normal' }) as ConversationRow;
const anna = { id: 7, name: 'Анна' };
const boris = { id: 3, name: 'Борис' };
const elka = { id: 9, name: 'ёлка' };
const named = (one: { id: number; name: string }, count: number | null = 1): ListGroup => ({ key: String(one.id), name: one.name, count });
const nobody = (count: number): ListGroup => ({ key: 'none', name: null, count });

function laid(rows: ConversationRow[], counted?: ListGroup[], folded: string[] = [], more = false) {
  const by: GroupName = 'assignee';
  const groups = new Map(rows.map((row) => [row.id, groupOf(row, by)]));
  return layOut({ rows, groups }, { group: by, counted, folded: new Set(folded), more }).map((item) => (item.kind === 'row' ? item.row.id : `${item.group.key}${item.folded ? ' folded' : ''} ${item.count ?? '?'}`));
}

test('states and priorities stand by their rank, people by name, nobody first, and Ё beside Е', () => {
  const order = (by: GroupName, keys: Group[]) => keys.toSorted(compareGroups(by)).map((one) => one.key);
  expect(order('status', [{ key: 'resolved', name: null }, { key: 'open', name: null }, { key: 'snoozed', name: null }])).toEqual(['open', 'snoozed', 'resolved']);
  expect(order('priority', [{ key: 'low', name: null }, { key: 'urgent', name: null }, { key: 'normal', name: null }])).toEqual(['urgent', 'normal', 'low']);
  const people = [named(boris), named({ id: 5, name: 'Яна' }), named(elka), { key: 'none', name: null }, named(anna), named({ id: 11, name: 'АННА' })];
  expect(order('team', people)).toEqual(['none', '7', '11', '3', '9', '5']);
});

test('a row stands in the group of what it is, and a state nobody names is an open one', () => {
  const row = { ...holder(1, anna), status: 'pending', inbox_id: null, inbox_name: null, team: { id: 4, name: 'Продажи' } } as ConversationRow;
  expect((['status', 'priority', 'assignee', 'team', 'inbox'] as GroupName[]).map((by) => groupOf(row, by).key)).toEqual(['open', 'normal', '7', '4', 'none']);
});

test('every group has a heading with how much is in it, as far as that is known', () => {
  const rows = [holder(1, null), holder(2, null), holder(3, anna)];
  expect(laid(rows)).toEqual(['none 2', 1, 2, '7 1', 3]);
  expect(laid(rows, [nobody(2), named(anna, 40), named(boris, 5)], [], true)).toEqual(['none 2', 1, 2, '7 40', 3]);
  expect(laid(rows, undefined, [], true)).toEqual(['none 2', 1, 2, '7 ?', 3]);
});

test('folded groups keep their headings, and those behind what is not loaded wait for it', () => {
  const counted = [nobody(9), named(anna, 1), named(boris, 4), named(elka, 2)];
  expect(laid([holder(3, anna)], counted, ['none', String(boris.id), String(elka.id)])).toEqual(['none folded 9', '7 1', 3, '3 folded 4', '9 folded 2']);
  expect(laid([holder(1, null)], counted, [String(elka.id)], true)).toEqual(['none 9', 1]);
  expect(laid([holder(3, anna)], counted, [String(boris.id)], true)).toEqual(['7 1', 3]);
  expect(laid([], counted, ['none', '7', '3', '9'])).toEqual(['none folded 9', '7 folded 1', '3 folded 4', '9 folded 2']);
});

test('rows of a group that was folded just now are out of sight before the server answers', () => {
  expect(laid([holder(1, null), holder(3, anna)], [nobody(12), named(anna)], ['none'])).toEqual(['none folded 12', '7 1', 3]);
});

test('folds are kept for each list, and those not touched for long are forgotten', () => {
  const some = withFold(withFold({}, 'open team', ['1', '2'], true), 'open team', ['1'], false);
  expect(some).toEqual({ 'open team': ['2'] });
  expect(withFold(some, 'open team', ['2'], false)).toEqual({});
  let many = some;
  for (let n = 0; n < 60; n++) many = withFold(many, `list ${n}`, ['1'], true);
  expect(Object.keys(many)).toHaveLength(40);
  expect(many['open team']).toBeUndefined();
});
