import type { Macro } from '@otklik/api';
import { expect, test } from 'vitest';
import { findMacros } from './macros';

const named = (name: string) => ({ name }) as Macro;
const all = [named('Возврат денег'), named('Вернуть в очередь'), named('Close as done')];

test('a macro is found by all words of the query, whatever their case and order', () => {
  expect(findMacros(all, 'ДЕНЕГ возв').map((one) => one.name)).toEqual(['Возврат денег']);
  expect(findMacros(all, 'done')).toHaveLength(1);
  expect(findMacros(all, 'деньги')).toEqual([]);
});

test('without a query all of them stand', () => {
  expect(findMacros(all, '  ')).toHaveLength(3);
});
