import { expect, test } from 'vitest';
import { wholeFilter } from './shown-list';

const list = (q?: string, view = 'open') => ({ view, inbox: undefined, sort: undefined, q });

test('a half-typed filter leaves what was shown before', () => {
  expect(wholeFilter(list('метка:'), true, list('чай'))).toEqual(list('чай'));
  expect(wholeFilter(list('метка:чай'), false, list('чай'))).toEqual(list('метка:чай'));
});

test('what was shown in another list is not shown in this one', () => {
  expect(wholeFilter(list('метка:'), true, list('чай', 'mine'))).toEqual(list('метка:'));
});
