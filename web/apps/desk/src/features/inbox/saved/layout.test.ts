import type { SavedView, ViewLayout } from '@otklik/api';
import { expect, test } from 'vitest';
import { inMyOrder, isPinned, withOrder, withPin } from './layout';

const view = (id: number, pinned = false): SavedView => ({ id, scope: 'shared', team_id: null, name: `v${id}`, icon: 'filter', filter: '', sort: '', group: null, columns: null, pinned, position: id, changeable: false, version: 1 });
const none: ViewLayout = { order: [], pinned: [], loose: [] };

test('a view of all is pinned and unpinned for oneself only', () => {
  const mine = withPin(view(1), none, true);
  expect([isPinned(view(1), none), isPinned(view(1), mine)]).toEqual([false, true]);
  const loose = withPin(view(2, true), none, false);
  expect([isPinned(view(2, true), none), isPinned(view(2, true), loose)]).toEqual([true, false]);
  expect(withPin(view(2, true), loose, true)).toEqual(none);
  expect(withPin(view(1), mine, false)).toEqual(none);
});

test('an own order goes first; views made since stand as for everybody', () => {
  const all = [view(1), view(2), view(3), view(4)];
  const layout = withOrder([3, 1], all, none);
  expect(inMyOrder(all, layout).map((one) => one.id)).toEqual([3, 1, 2, 4]);
});

test('what is deleted is forgotten, other groups keep their order', () => {
  const layout = withOrder([5, 4], [view(4), view(5)], { ...none, order: [9, 7] });
  expect(layout.order).toEqual([5, 4]);
  expect(withOrder([2, 1], [view(1), view(2), view(4), view(5)], layout).order).toEqual([5, 4, 2, 1]);
});
