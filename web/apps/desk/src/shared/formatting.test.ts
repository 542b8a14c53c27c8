import { expect, test } from 'vitest';
import { putSign, readSigns } from './formatting';
import vectors from './formatting.vectors.json';

test.each(vectors)('$typed', ({ typed, text, marks }) => {
  const found = readSigns(typed);
  expect(found.text).toBe(text);
  expect(found.marks.map(({ kind, offset, length, url }) => [kind, offset, length, url ?? null])).toEqual(marks);
});

test('a sign goes around what is chosen and away again', () => {
  const bold = putSign('Чай готов', 0, 3, 'bold');
  expect(bold).toEqual({ text: '**Чай** готов', start: 2, end: 5 });
  expect(putSign(bold.text, bold.start, bold.end, 'bold')).toEqual({ text: 'Чай готов', start: 0, end: 3 });
  expect(putSign('', 0, 0, 'code')).toEqual({ text: '``', start: 1, end: 1 });
  expect(putSign('каталог', 0, 7, 'link')).toEqual({ text: '[каталог](https://)', start: 18, end: 18 });
});
