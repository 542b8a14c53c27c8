import type { Message } from '@otklik/api';
import { expect, test } from 'vitest';
import { isWithin, lastOwn } from './edit-request';

const said = (id: number, over: object = {}) => ({ id, author: { kind: 'operator', id: 1, name: 'Я' }, note: false, deleted_at: null, sent_at: '2026-11-22T10:00:00.000Z', ...over }) as Message;

test('my last words are mine, were said to the customer, and are still there', () => {
  const all = [said(1), said(2), said(3, { note: true }), said(4, { deleted_at: '2026-11-22T10:01:00.000Z' }), said(5, { author: { kind: 'contact', id: 1, name: 'Вера' } }), said(6, { author: { kind: 'operator', id: 2, name: 'Олег' } })];
  expect(lastOwn(all, 1)?.id).toBe(2);
  expect(lastOwn(all, 3)).toBeUndefined();
});

test('a window that is over, or was never open, lets nothing be changed', () => {
  const now = Date.parse('2026-11-22T10:01:00.000Z');
  expect(isWithin(said(1), 61, now)).toBe(true);
  expect(isWithin(said(1), 60, now)).toBe(false);
  expect(isWithin(said(1), 0, now)).toBe(false);
});
