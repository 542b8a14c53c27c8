import type { Topic } from '@otklik/api';
import { expect, test } from 'vitest';
import { depthOf, parentChoices } from './tree';

const topic = (id: number, parent_id: number | null, archived = false): Topic => ({ id, parent_id, name: `т${id}`, archived });

test('a topic is put below any that is not its own and leaves room for what hangs on it', () => {
  const all = [topic(1, null), topic(2, 1), topic(3, 2), topic(4, null), topic(5, 4), topic(6, 5), topic(7, null, true)];
  expect(all.slice(0, 3).map((one) => depthOf(all, one))).toEqual([0, 1, 2]);
  const to = (id: number) => all.filter((one) => one.id === id).flatMap((one) => parentChoices(all, one).map((to) => to.label));
  expect(to(1)).toEqual(['т4']);
  expect(to(2)).toEqual(['т1', 'т4', 'т4 › т5']);
  expect(to(3)).toEqual(['т1', 'т1 › т2', 'т4', 'т4 › т5', 'т4 › т5 › т6']);
});

test('what is archived below counts: it may come back', () => {
  const all = [topic(1, null), topic(2, 1), topic(3, 2), topic(4, null), topic(5, 4, true)];
  expect(all.slice(3, 4).flatMap((one) => parentChoices(all, one).map((to) => to.label))).toEqual(['т1', 'т1 › т2']);
});
