import { expect, test } from 'vitest';
import { addAddresses, isAddress, sameLine, splitAddresses } from './addresses';

test.each([
  ['a@b.ru', ['a@b.ru']],
  ['a@b.ru, c@d.ru; e@f.ru\n g@h.ru\t', ['a@b.ru', 'c@d.ru', 'e@f.ru', 'g@h.ru']],
  ['Вера Котова <vera@shop.example>, "Котов, Иван" <ivan@shop.example>', ['vera@shop.example', 'ivan@shop.example']],
  ['a@b.ru c@d.ru', ['a@b.ru', 'c@d.ru']],
  ['Вера Котова', ['Вера Котова']],
  [' ;, \n', []],
])('%j is split into %j', (text, parts) => expect(splitAddresses(text)).toEqual(parts));

test.each([
  ['a@b.ru', true],
  ['вера@почта.рф', true],
  ['a+b.c@sub.b.ru', true],
  ['a@b', false],
  ['a b@c.ru', false],
  ['a@b..ru', false],
  ['@b.ru', false],
  ['a,b@c.ru', false],
  [`${'a'.repeat(65)}@b.ru`, false],
])('%s is an address: %s', (text, verdict) => expect(isAddress(text)).toBe(verdict));

test('an address stands in a line once, whatever its case', () => {
  expect(addAddresses(['a@b.ru'], ['A@b.RU', 'c@d.ru', 'c@d.ru'])).toEqual(['a@b.ru', 'c@d.ru']);
  expect(sameLine(['a@b.ru'], ['A@B.ru'])).toBe(true);
  expect(sameLine(['a@b.ru'], [])).toBe(false);
});
