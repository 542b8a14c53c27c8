import { expect, test } from 'vitest';
import { runsOf, safeUrl } from './marks';

const shape = (runs: ReturnType<typeof runsOf>) => runs.map((run) => [run.text, run.marks.map((mark) => mark.kind).join('+')]);

test('marks count code points, so an emoji is one', () => {
  expect(shape(runsOf('👋 привет', [{ kind: 'bold', offset: 2, length: 6 }]))).toEqual([
    ['👋 ', ''],
    ['привет', 'bold'],
  ]);
});

test('overlapping marks are cut', () => {
  const runs = runsOf('abcdef', [
    { kind: 'bold', offset: 0, length: 4 },
    { kind: 'italic', offset: 2, length: 4 },
  ]);
  expect(shape(runs)).toEqual([
    ['ab', 'bold'],
    ['cd', 'bold+italic'],
    ['ef', 'italic'],
  ]);
});

test('bare addresses become links, without the full stop after them', () => {
  expect(shape(runsOf('см. https://shop.example/a?b=1.', []))).toEqual([
    ['см. ', ''],
    ['https://shop.example/a?b=1', 'link'],
    ['.', ''],
  ]);
});

test('marks out of the text are left alone', () => {
  expect(shape(runsOf('ab', [{ kind: 'bold', offset: 5, length: 2 }, { kind: 'code', offset: 1, length: 9 }]))).toEqual([
    ['a', ''],
    ['b', 'code'],
  ]);
});

test.each([
  ['https://shop.example/', 'https://shop.example/'],
  ['shop.example', 'https://shop.example/'],
  ['javascript:alert(1)', null],
  ['data:text/html,hi', null],
  [null, null],
])('%s is opened as %s', (url, href) => expect(safeUrl(url)).toBe(href));
