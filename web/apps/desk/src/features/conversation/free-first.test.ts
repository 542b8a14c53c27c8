import type { Operator, Presence } from '@otklik/api';
import { expect, test } from 'vitest';
import { freeFirst, isFull } from './free-first';

const one = (name: string, presence: Presence, open: number, capacity: number | null = null) => ({ name, presence, open_conversations: open, capacity }) as Operator;

test('who is at the desk and has room comes first', () => {
  const sorted = freeFirst([one('Вера', 'offline', 0), one('Пётр', 'away', 0), one('Олег', 'online', 6, 6), one('Анна', 'busy', 0), one('Борис', 'online', 5), one('Зоя', 'break', 0), one('Инна', 'online', 2, 6)]);
  expect(sorted.map(({ name }) => name)).toEqual(['Инна', 'Борис', 'Олег', 'Анна', 'Зоя', 'Пётр', 'Вера']);
});

test('of two with a capacity the one with the larger room comes first', () => {
  expect(freeFirst([one('А', 'online', 3, 4), one('Б', 'online', 4, 10)]).map(({ name }) => name)).toEqual(['Б', 'А']);
});

test('nobody without a capacity is full', () => {
  expect(isFull(one('А', 'online', 400))).toBe(false);
  expect(isFull(one('А', 'online', 7, 6))).toBe(true);
});
