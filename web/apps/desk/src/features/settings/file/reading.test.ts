import { expect, test } from 'vitest';
import { findPlace, leftOutOf } from './reading';

const file = { macros: [{ name: 'Первый' }, { name: 'Второй' }], canned_responses: [{ title: 'Привет' }], left_out: [{ section: 'macros', name: 'Мне' }, 7] };

test('a refused field is found in the file with the name of the thing', () => {
  expect(findPlace('macros.1.actions.0.tag', file)).toEqual({ section: 'macros', number: 2, name: 'Второй', rest: 'actions.0.tag' });
  expect(findPlace('canned_responses.0.title', file)).toMatchObject({ number: 1, name: 'Привет' });
  expect(findPlace('company.time_zone', file)).toEqual({ section: 'company', number: null, name: '', rest: 'time_zone' });
  expect(findPlace('tags.5.tone', file)).toMatchObject({ section: 'tags', number: 6, name: '' });
});

test('what is about the file itself has no section', () => {
  expect(findPlace('version', file)).toMatchObject({ section: null, rest: 'version' });
  expect(findPlace('people', null)).toMatchObject({ section: null, rest: 'people' });
});

test('what was left out is named, whatever the file holds', () => {
  expect(leftOutOf(file)).toEqual(['Мне']);
  expect(leftOutOf([])).toEqual([]);
});
