import { expect, test } from 'vitest';
import { percent, type ContactImport } from './api';
import { isAddressed, sendTo } from './targets';

test('a place takes one column: the one sent there last', () => {
  expect(sendTo({ 0: 'name', 1: 'email' }, 2, 'email')).toEqual({ 0: 'name', 2: 'email' });
  expect(sendTo({ 0: 'name' }, 0, 'phone')).toEqual({ 0: 'phone' });
  expect(sendTo({ 0: 'name', 1: 'email' }, 1, null)).toEqual({ 0: 'name' });
});

test('a customer must be told by something', () => {
  expect(isAddressed({ 0: 'company' })).toBe(false);
  expect(isAddressed({ 0: 'company', 3: 'phone' })).toBe(true);
});

test('an import is whole only when every row is done', () => {
  const one = { total: 300, created: 199, updated: 100, unchanged: 0, refused: 0 } as ContactImport;
  expect(percent(one)).toBe(99);
  expect(percent({ ...one, refused: 1 })).toBe(100);
});
