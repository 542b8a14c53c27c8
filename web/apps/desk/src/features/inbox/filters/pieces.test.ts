import { expect, test } from 'vitest';
import { fieldOf, quoted } from './lexicon';
import { cut, pieceAt } from './pieces';
import { suggest, take } from './suggest';

const names = { tag: ['возврат', 'vip клиент'], assignee: ['Анна', 'me'], team: ['Продажи'] };

test('a text falls into conditions, words, brackets and joints', () => {
  const found = cut('is:open -метка:"на возврат" (a or b) или Иван');
  expect(found.map((piece) => piece.kind)).toEqual(['condition', 'condition', 'group', 'joint', 'words']);
  expect(found[1]).toMatchObject({ negated: true, value: '"на возврат"', field: { name: 'tag' } });
});

test('the piece under the caret, also inside brackets', () => {
  expect(pieceAt('is:open ', 8)).toMatchObject({ start: 8, end: 8, text: '' });
  expect(pieceAt('(is:op', 6)).toMatchObject({ start: 1, end: 6, value: 'op' });
});

test('fields are offered by their beginning in either language, values after the colon', () => {
  expect(suggest('чт', 2, names, 'ru')).toEqual([]);
  expect(suggest('кан', 3, names, 'ru').map((one) => one.label)).toEqual(['канал:']);
  expect(suggest('кан', 3, names, 'en').map((one) => one.label)).toEqual(['channel:']);
  expect(suggest('ждет:', 5, names, 'ru')[0]?.insert).toBe('ждёт:>10м ');
  expect(suggest('метка:', 6, names, 'ru').map((one) => one.insert)).toEqual(['метка:нет ', 'метка:возврат ', 'метка:"vip клиент" ']);
  expect(suggest('-отдел:про', 10, names, 'ru')[0]?.insert).toBe('-отдел:Продажи ');
});

test('a name that is one of our words stands in quotes', () => {
  expect(suggest('assignee:m', 10, names, 'en').map((one) => one.insert)).toEqual(['assignee:me ', 'assignee:"me" ']);
});

test('own fields of customers are offered by what people call them, and their values', () => {
  const base = { id: 1, required: false, on_card: true, archived: false };
  const own = [fieldOf({ ...base, key: 'city', name: 'Город', kind: 'text', choices: [] }), fieldOf({ ...base, key: 'club', name: 'Клуб', kind: 'flag', choices: [] }), fieldOf({ ...base, key: 'size', name: 'Размер', kind: 'choice', choices: ['S', 'XL'] })];
  const known = { ...names, 'field.size': ['S', 'XL'] };
  expect(suggest('гор', 3, known, 'ru', own).map((one) => one.insert)).toEqual(['поле.city:']);
  expect(suggest('поле.c', 6, known, 'ru', own).map((one) => one.label)).toEqual(['поле.city:', 'поле.club:']);
  expect(suggest('field.club:', 11, known, 'en', own).map((one) => one.label)).toEqual(['yes', 'no', 'any', 'empty']);
  expect(suggest('-поле.size:x', 12, known, 'ru', own).map((one) => one.insert)).toEqual(['-поле.size:XL ']);
  expect(cut('поле.city:"Нижний Новгород" field.club:да').map((piece) => [piece.kind, piece.field?.name])).toEqual([['condition', 'field.city'], ['condition', 'field.club']]);
});

test('a suggestion takes the place of the piece', () => {
  const one = suggest('is:open кан', 11, names, 'ru')[0];
  expect(one && take('is:open кан', 11, one)).toEqual({ text: 'is:open канал:', caret: 14 });
});

test('quotes stand where the server needs them', () => {
  expect(quoted('Анна')).toBe('Анна');
  expect(quoted('Анна "Б"')).toBe('"Анна \\"Б\\""');
  expect(quoted('-x')).toBe('"-x"');
});
