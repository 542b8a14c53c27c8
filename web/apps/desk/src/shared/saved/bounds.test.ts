import { expect, test } from 'vitest';
import { ALL_CHARS, DAYS, LISTS, PIECE_CHARS, surplus, TALKS, type Index } from './bounds';

const NOW = Date.parse('2026-11-23T12:00:00Z');

function index(sizes: [name: string, ageMinutes: number, chars?: number][]): Index {
  return { owner: 'x', at: NOW, sizes: Object.fromEntries(sizes.map(([name, age, chars = 10]) => [name, { at: NOW - age * 60_000, chars }])) };
}

test('what was kept last stays, the conversation one too many leaves', () => {
  const talks = Array.from({ length: TALKS + 1 }, (_, number): [string, number] => [`talk:${number}`, number]);
  expect(surplus(index([...talks, ['fact:session', 500]]), NOW)).toEqual([`talk:${TALKS}`]);
});

test('so do lists, and they do not take the places of conversations', () => {
  const lists = Array.from({ length: LISTS + 2 }, (_, number): [string, number] => [`list:${number}`, number]);
  expect(surplus(index([...lists, ['talk:1', 900]]), NOW)).toEqual([`list:${LISTS}`, `list:${LISTS + 1}`]);
});

test('what is older than its days leaves', () => {
  expect(surplus(index([['talk:1', DAYS * 24 * 60 + 1], ['talk:2', DAYS * 24 * 60 - 1]]), NOW)).toEqual(['talk:1']);
});

test('the whole has a limit', () => {
  const many = Array.from({ length: Math.ceil(ALL_CHARS / PIECE_CHARS) }, (_, number): [string, number, number] => [`talk:${number}`, number, PIECE_CHARS]);
  expect(surplus(index(many), NOW)).toEqual([`talk:${many.length - 1}`]);
});
