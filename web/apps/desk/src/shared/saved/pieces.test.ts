import { QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { keys } from '../keys';
import { MESSAGES, PIECE_CHARS, type Entry } from './bounds';
import { cutPiece, pieceOf } from './pieces';

const read = (text: string | undefined) => JSON.parse(text ?? '[]') as Entry[];

function arrange(texts: string[]) {
  const client = new QueryClient();
  client.setQueryData(keys.conversation(7), { id: 7, contact: { id: 3 } });
  client.setQueryData(keys.contact(3), { id: 3, name: 'Вера' });
  client.setQueryData(keys.thread(7), { complete: true, items: texts.map((text, seq) => ({ seq, text })) });
  return client;
}

test.each([
  [keys.session, 'fact:session'],
  [keys.list({ view: 'open', q: undefined }), 'list:{"view":"open"}'],
  [keys.conversation(7), 'talk:7'],
  [keys.thread(7), 'talk:7'],
  [keys.contact(3), 'talk:7'],
  [keys.contact(4), null],
  [keys.thread(8), null],
  [keys.stretch(7), null],
  [keys.contactNotes(3), null],
  [keys.search({ q: 'паспорт' }), null],
  [keys.health, null],
])('%j belongs to %s', (key, piece) => {
  expect(pieceOf(arrange([]), key, new Set([7]))).toBe(piece);
});

test('of a conversation the newest messages are kept, with the card', () => {
  const entries = read(cutPiece(arrange(Array.from({ length: MESSAGES + 5 }, (_, number) => `№ ${number}`)), 'talk:7')?.text);
  const [conversation, contact, [, thread] = []] = entries;
  expect([conversation?.[0], contact?.[0]]).toEqual([keys.conversation(7), keys.contact(3)]);
  expect(thread).toMatchObject({ complete: false });
  expect((thread as { items: { seq: number }[] }).items.map((one) => one.seq)).toEqual(Array.from({ length: MESSAGES }, (_, number) => number + 5));
});

test('long mails are kept as far as there is room', () => {
  const piece = cutPiece(arrange(Array.from({ length: 20 }, () => '🫖'.repeat(PIECE_CHARS / 20))), 'talk:7');
  expect(piece?.text.length).toBeLessThanOrEqual(PIECE_CHARS);
  expect(read(piece?.text)).toHaveLength(3);
  expect(cutPiece(arrange(['x'.repeat(PIECE_CHARS)]), 'talk:7')).toBeNull();
});

test('the proof of changes is not kept', () => {
  const client = new QueryClient();
  client.setQueryData(keys.session, { csrf_token: 'secret', permissions: [] });
  expect(cutPiece(client, 'fact:session')?.text).not.toContain('secret');
});

test('a long list is kept by its first pages', () => {
  const client = new QueryClient();
  client.setQueryData(keys.list({ view: 'open' }), { pages: [1, 2, 3], pageParams: [null, 'a', 'b'] });
  expect(read(cutPiece(client, 'list:{"view":"open"}')?.text)).toEqual([[keys.list({ view: 'open' }), { pages: [1, 2], pageParams: [null, 'a'] }]]);
});
