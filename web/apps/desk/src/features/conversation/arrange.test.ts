import type { Message } from '@otklik/api';
import { expect, test } from 'vitest';
import { arrange } from './arrange';

function message(seq: number, over: Partial<Message> = {}): Message {
  return {
    id: seq,
    seq,
    kind: 'text',
    note: false,
    direction: 'in',
    author: { kind: 'contact', id: 1, name: 'Анна' },
    channel: 'telegram',
    sent_at: `2026-11-22T10:0${seq}:00.000Z`,
    ...over,
  } as Message;
}

const types = (messages: Message[], read = 99) => arrange(messages, read).map((block) => block.type);

test('neighbours by one author share a group', () => {
  expect(types([message(1), message(2), message(3, { direction: 'out', author: { kind: 'operator', id: 5, name: 'Павел' } })])).toEqual(['day', 'group', 'group']);
});

test('a note never joins a reply', () => {
  const author = { kind: 'operator', id: 5, name: 'Павел' } as const;
  expect(types([message(1, { direction: 'out', author }), message(2, { direction: 'out', author, note: true })])).toEqual(['day', 'group', 'group']);
});

test('a long pause parts a group', () => {
  expect(types([message(1), message(9)])).toEqual(['day', 'group', 'group']);
});

test('a new day gets its line', () => {
  expect(types([message(1, { sent_at: '2026-11-19T10:00:00.000Z' }), message(2)])).toEqual(['day', 'group', 'day', 'group']);
});

test('the unread line stands before the first unread message of the contact', () => {
  const mine = message(2, { direction: 'out', author: { kind: 'operator', id: 5, name: 'Павел' } });
  expect(types([message(1), mine, message(3), message(4)], 1)).toEqual(['day', 'group', 'group', 'unread', 'group']);
});

test('system lines gather', () => {
  const event = { kind: 'event', direction: 'system' } as const;
  expect(types([message(1), message(2, event), message(3, event)])).toEqual(['day', 'group', 'events']);
});
