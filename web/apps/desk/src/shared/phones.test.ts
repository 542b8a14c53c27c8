import { expect, test } from 'vitest';
import { isPhone, samePhone } from './phones';

test.each([
  ['+7 916 123-45-67', true],
  ['8 (916) 123-45-67', true],
  ['9161234567', true],
  ['+372 512 3456', true],
  ['12345', false],
  ['1234567', false],
  ['+7916123456700000', false],
  ['вера@shop.example', false],
  ['Заказ 9161234567', false],
  ['', false],
])('%s: %s', (typed, is) => expect(isPhone(typed)).toBe(is));

test('one number in several spellings', () => {
  expect(samePhone('+79161234567', '8 (916) 123-45-67')).toBe(true);
  expect(samePhone('+79161234567', '9161234567')).toBe(true);
  expect(samePhone('+79161234567', '+79161234568')).toBe(false);
  expect(samePhone('34567', '+79161234567')).toBe(false);
});
