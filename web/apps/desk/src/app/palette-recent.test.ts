import { expect, test } from 'vitest';
import { inOrder, withRecent } from './palette-recent';

const one = (id: string) => ({ id, label: id });
const groups = [{ group: 'A', actions: [one('a'), one('b')] }, { group: 'B', actions: [one('c')] }];

test('what was used lately stands first, once, and only if it can be done', () => {
  const shown = withRecent(groups, ['c', 'gone', 'a'], 'Недавнее');
  expect(shown.map((group) => [group.group, group.actions.map((each) => each.id)])).toEqual([['Недавнее', ['c', 'a']], ['A', ['b']]]);
  expect(withRecent(groups, [], 'Недавнее')).toEqual(groups);
});

test('what fits better goes before what was used lately', () => {
  const ranks: Record<string, number> = { a: 2, b: 0, c: 2 };
  expect(inOrder([one('a'), one('b'), one('c')], (each) => ranks[each.id] ?? 0, ['c']).map((each) => each.id)).toEqual(['b', 'c', 'a']);
});
