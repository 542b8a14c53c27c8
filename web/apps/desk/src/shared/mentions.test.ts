import { expect, test } from 'vitest';
import { cutAtNames, findAt, findNamable, readMentions, type Namable } from './mentions';

const anna: Namable = { kind: 'operator', id: 1, name: 'Анна' };
const annaMaria: Namable = { kind: 'operator', id: 2, name: 'Анна Мария Ёлкина' };
const other: Namable = { kind: 'operator', id: 3, name: 'Анна' };
const store: Namable = { kind: 'team', id: 1, name: 'Склад' };
const all = [anna, annaMaria, other, store];

test('an @ at the beginning of a word opens the menu, one in an address does not', () => {
  expect(findAt('@', 1)).toEqual({ start: 0, query: '' });
  expect(findAt('глянь, @ан', 10)).toEqual({ start: 7, query: 'ан' });
  expect(findAt('(@анна ма', 9)).toEqual({ start: 1, query: 'анна ма' });
  expect(findAt('mail@example', 12)).toBeNull();
  expect(findAt('@анна и потом', 13)).toBeNull();
  expect(findAt('👍 @с', 5)).toEqual({ start: 3, query: 'с' });
});

test('people are found by the beginnings of their names', () => {
  expect(findNamable(all, 'ел')).toEqual([annaMaria]);
  expect(findNamable(all, 'мар ан')).toEqual([annaMaria]);
  expect(findNamable(all, 'лад')).toEqual([]);
  expect(findNamable(all, '')).toHaveLength(4);
});

test('the longest name counts, and words around it stay', () => {
  expect(cutAtNames('@Анна Мария Ёлкина, привет', ['Анна', 'Анна Мария Ёлкина'])).toEqual([
    { text: '@Анна Мария Ёлкина', named: true },
    { text: ', привет', named: false },
  ]);
  expect(cutAtNames('без имён', ['Анна'])).toEqual([{ text: 'без имён', named: false }]);
});

test('of two with one name the chosen one is meant, and both when nobody was chosen', () => {
  expect(readMentions('@Анна и @Склад', all, [{ kind: 'operator', id: 3 }])).toEqual([
    { kind: 'operator', id: 3 },
    { kind: 'team', id: 1 },
  ]);
  expect(readMentions('@Анна', all, [])).toHaveLength(2);
  expect(readMentions('Анна', all, [])).toEqual([]);
});
