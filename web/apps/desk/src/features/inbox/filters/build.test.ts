import { expect, test } from 'vitest';
import { emptyRow, makeGroup, replacePart, textOf, type Group, type Part } from './build';
import { treeOf } from './read';

/** The tree in short: `all(...)`, `-any(...)`, and the text of each row. */
function shape(part: Part): string {
  if (part.kind === 'row') return textOf(makeGroup('all', [part]), 'en');
  return `${part.negated ? '-' : ''}${part.join}(${part.parts.map(shape).join(', ')})`;
}

const again = (text: string) => textOf(treeOf(text), 'ru');

test('the builder reads and writes the same text', () => {
  for (const text of [
    'это:открытые -метка:"на возврат"', 'ждёт:>10м', 'важность:>=высокая', 'Иван Петров это:ждут', 'поле.city:Омск -поле.sum:1000 оценка:<=3 причина:нет',
    'это:ждут или метка:vip', 'это:открытые (метка:vip или важность:срочно)', 'канал:почта -(метка:a или метка:b)', '-(это:ждут метка:a)',
    'это:ждут метка:a или канал:чат', '(это:ждут или метка:a) канал:чат или отдел:никто', 'это:открытые (метка:a или канал:чат (отдел:#7 или ответственный:я))',
    'ответственный:"я" отдел:#7,#9', '"в кавычках" Иван', '-Иван Петров', '(495) 123', 'неведомо:5', '-ждёт:>10м', 'клиент:"=5"',
  ]) {
    expect(again(text)).toBe(text);
  }
  expect(textOf(treeOf('waiting:10m'), 'en')).toBe('waiting:>10m');
  expect(textOf(treeOf('это:ждут|не метка:a'), 'en')).toBe('is:ждут or -tag:a');
});

test('brackets, alternatives and denials are groups, as the server reads them', () => {
  const shapes = Object.entries({
    '': 'all()',
    'is:open tag:a or tag:b': 'any(all(is:open, tag:a), tag:b)',
    '(tag:a or tag:b)': 'any(tag:a, tag:b)',
    'not ((tag:a or tag:b))': '-any(tag:a, tag:b)',
    'is:open(tag:a|tag:b)': 'all(is:open, any(tag:a, tag:b))',
    'is:open (tag:a)': 'all(is:open, any(tag:a))',
    'is:open and -(-(tag:a tag:b))': 'all(is:open, -any(-all(tag:a, tag:b)))',
    'Ivan and Petrov tag:a': 'all(Ivan, Petrov, tag:a)',
  });
  for (const [text, expected] of shapes) expect(shape(treeOf(text))).toBe(expected);
});

test('words that would run together are put in quotes', () => {
  expect(again('Иван и Петров')).toBe('Иван "Петров"');
  const [first, , last] = treeOf('Иван это:ждут Петров').parts;
  expect(first && last && textOf(makeGroup('all', [first, emptyRow(), last]), 'ru')).toBe('Иван "Петров"');
  expect(first && last && textOf(makeGroup('any', [first, last]), 'ru')).toBe('Иван или Петров');
});

test('what cannot be read stays as it was typed', () => {
  for (const text of ['это:ждут или', '(метка:a', 'метка:a)', '"не закрыто', 'и метка:a', '- -метка:a']) expect(again(text)).toBe(text);
});

test('parts are changed, added and removed however deep they stand', () => {
  const root = treeOf('это:открытые (метка:a или метка:b)');
  const group = root.parts[1] as Group;
  expect(textOf(replacePart(root, group.parts[1]?.key ?? 0, null), 'ru')).toBe('это:открытые (метка:a)');
  expect(textOf(replacePart(root, group.key, { ...group, join: 'all', negated: true }), 'ru')).toBe('это:открытые -(метка:a метка:b)');
  expect(textOf(replacePart(root, group.key, null), 'ru')).toBe('это:открытые');
  expect(textOf(replacePart(root, group.key, { ...group, parts: [...group.parts, makeGroup('all', [emptyRow()])] }), 'ru')).toBe('это:открытые (метка:a или метка:b)');
});
