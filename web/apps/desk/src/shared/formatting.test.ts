import { expect, test } from 'vitest';
import { putSign, readSigns, writeSigns } from './formatting';
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

test.each(vectors.filter(({ marks }) => marks.length > 0))('$text is written with its signs again', ({ typed }) => {
  const meant = readSigns(typed);
  expect(readSigns(writeSigns(meant) ?? '')).toEqual(meant);
});

test('what signs cannot say is not written by them', () => {
  expect(writeSigns({ text: '2**3**4', marks: [] })).toBeNull();
  expect(writeSigns({ text: 'чай', marks: [{ kind: 'underline', offset: 0, length: 3 }] })).toBeNull();
  expect(writeSigns({ text: 'просто', marks: [] })).toBe('просто');
});
