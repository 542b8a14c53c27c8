import type { Message } from '@otklik/api';
import { expect, test } from 'vitest';
import { applyMessages, dropMoved, joinLatest, prependOlder, type Thread } from './patch';

const message = (id: number, seq: number, version = 1) => ({ id, seq, version }) as Message;
const thread = (...items: Message[]): Thread => ({ items, complete: false });
const seqs = (one: Thread) => one.items.map((item) => item.seq);

test('a new message goes to its place', () => {
  expect(seqs(applyMessages(thread(message(1, 10), message(3, 12)), [message(2, 11)]))).toEqual([10, 11, 12]);
});

test('the same frame twice changes nothing', () => {
  const before = thread(message(1, 10, 3));
  expect(applyMessages(before, [message(1, 10, 3)])).toBe(before);
  expect(applyMessages(before, [message(1, 10, 2)])).toBe(before);
});

test('a change of a message above what is loaded is left to its page', () => {
  const before = thread(message(5, 20));
  expect(applyMessages(before, [message(1, 3)])).toBe(before);
});

test('older history is put in front without doubles', () => {
  const joined = prependOlder(thread(message(3, 12)), [message(1, 10), message(2, 11), message(3, 12)], true);
  expect(seqs(joined)).toEqual([10, 11, 12]);
  expect(joined.complete).toBe(true);
});

test('a refetched end keeps touching history, and drops it over a gap', () => {
  const old = thread(message(1, 10), message(2, 11));
  expect(seqs(joinLatest(old, thread(message(2, 11), message(3, 12))))).toEqual([10, 11, 12]);
  expect(seqs(joinLatest(old, thread(message(9, 40))))).toEqual([40]);
});

test('a push newer than the answer of the server survives it', () => {
  const joined = joinLatest(thread(message(2, 11, 9)), thread(message(2, 11, 4)));
  expect(joined.items[0]?.version).toBe(9);
});

test('a message that moved to another conversation leaves the thread', () => {
  const moved = { ...message(2, 1, 2), conversation_id: 8 };
  const before = thread(message(1, 10), message(2, 11), message(3, 12));
  expect(seqs(dropMoved(before, 7, [moved]))).toEqual([10, 12]);
});

test('an old word of where a message was, and a change in place, take nothing out', () => {
  const before = thread(message(1, 10, 3));
  expect(dropMoved(before, 7, [{ ...message(1, 1, 2), conversation_id: 8 }])).toBe(before);
  expect(dropMoved(before, 7, [{ ...message(1, 10, 4), conversation_id: 7 }])).toBe(before);
});
