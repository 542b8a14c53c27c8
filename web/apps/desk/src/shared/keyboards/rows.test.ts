import type { ButtonSketch } from '@otklik/api';
import { expect, test } from 'vitest';
import { add, asNew, asSketches, faultsOf, put, remove, step, type Rows } from './rows';

const one = (title: string, url: string | null = null): ButtonSketch => ({ title, payload: '', url });
const rowsOf = (...rows: string[][]): Rows => rows.map((row) => row.map((title) => one(title)));
const titles = (rows: Rows) => rows.map((row) => row.map(({ title }) => title).join(' ')).join(' / ');
const limits = { buttons_max: 4, buttons_per_row: 2, button_label_max: 5, text_unit: 'utf16' as const };

test('a button is added to a row or below, and a row without buttons goes', () => {
  expect(add(rowsOf(['да']), 0).spot).toEqual({ row: 0, place: 1 });
  expect(add(rowsOf(['да']), null).spot).toEqual({ row: 1, place: 0 });
  expect(add([], 3).spot).toEqual({ row: 0, place: 0 });
  expect(titles(remove(rowsOf(['да'], ['нет']), { row: 0, place: 0 }))).toBe('нет');
});

test('a button is dropped anywhere, and the answer says where it stands', () => {
  const rows = rowsOf(['а', 'б'], ['в']);
  expect(titles(put(rows, { row: 1, place: 0 }, { row: 0, place: 1 }).rows)).toBe('а в б');
  expect(put(rows, { row: 1, place: 0 }, { row: 0, place: 1 }).spot).toEqual({ row: 0, place: 1 });
  expect(titles(put(rows, { row: 0, place: 0 }, { row: 2, place: 0 }).rows)).toBe('б / в / а');
  const down = put(rowsOf(['а'], ['б'], ['в']), { row: 0, place: 0 }, { row: 2, place: 1 });
  expect([titles(down.rows), down.spot]).toEqual(['б / в а', { row: 1, place: 1 }]);
});

test('keys move it step by step, into rows of its own at both ends, and nowhere else', () => {
  const rows = rowsOf(['а', 'б'], ['в']);
  const moved = (row: number, place: number, way: 'left' | 'right' | 'up' | 'down') => {
    const found = step(rows, { row, place }, way);
    return found && titles(found.rows);
  };
  expect(moved(0, 0, 'right')).toBe('б а / в');
  expect(moved(0, 0, 'left')).toBeNull();
  expect(moved(0, 1, 'up')).toBe('б / а / в');
  expect(moved(0, 1, 'down')).toBe('а / б в');
  expect(moved(1, 0, 'up')).toBe('а б в');
  expect(moved(1, 0, 'down')).toBeNull();
});

test('what the channel refuses is found with its place and its number', () => {
  const kinds = (rows: Rows) => faultsOf(rows, limits).map((fault) => [fault.kind, fault.spot?.row, fault.spot?.place, fault.count]);
  expect(kinds(rowsOf(['да', 'нет']))).toEqual([]);
  expect(kinds(rowsOf(['1', '2', '3'], ['4', '5']))).toEqual([['tooMany', undefined, undefined, 4], ['rowTooLong', 0, 2, 2]]);
  expect(kinds(rowsOf(['да'], ['да']))).toEqual([['twice', 0, 0, 0], ['twice', 1, 0, 0]]);
  expect(kinds(rowsOf(['длинная', ' ']))).toEqual([['tooLong', 0, 0, 5], ['noTitle', 0, 1, 0]]);
  expect(kinds([[one('сайт', 'shop.ru'), one('сайт', '')]])).toEqual([['badUrl', 0, 0, 0], ['noUrl', 0, 1, 0]]);
  expect(kinds([[one('сайт', 'https://shop.ru')]])).toEqual([]);
});

test('a channel without buttons has no limits for them: they become words', () => {
  expect(faultsOf(rowsOf(['очень длинная надпись']), { ...limits, buttons_max: 0 })).toEqual([]);
  expect(faultsOf(rowsOf(['да', 'да']), null).map((fault) => fault.kind)).toEqual(['twice', 'twice']);
});

test('what is sent names a link by its address, and a message gives its buttons back', () => {
  expect(asNew([[one(' Да '), one('Сайт', ' https://shop.ru ')]])).toEqual([[{ title: 'Да' }, { title: 'Сайт', url: 'https://shop.ru' }]]);
  const shown = [[{ title: 'Да', payload: 'Да', url: null, pressed: true, pressed_at: null }, { title: 'Нет', payload: 'no', url: null, pressed: false, pressed_at: null }]];
  expect(asSketches(shown)).toEqual([[one('Да'), { title: 'Нет', payload: 'no', url: null }]]);
});

test('a variable in a label is filled in before the reply leaves, and belongs in a canned response', () => {
  const rows = rowsOf(['{{customer.first_name}}'], ['{{hm}}']);
  expect(faultsOf(rows, { ...limits, button_label_max: 0 }).map((fault) => [fault.kind, fault.spot])).toEqual([['unfilled', { row: 0, place: 0 }]]);
  expect(faultsOf(rows, null)).toEqual([]);
});
