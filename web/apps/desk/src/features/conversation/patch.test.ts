import type { Conversation, ConversationRow, Message } from '@otklik/api';
import { expect, test } from 'vitest';
import { appendNewer, KEPT, prependOlder, refresh } from './paging';
import { applyMessages, dropMoved, joinLatest, tellKin, type Thread } from './patch';

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

test('nothing new is mixed into a stretch of history', () => {
  const before: Thread = { items: [message(1, 10), message(2, 11)], complete: false, gap: true };
  expect(applyMessages(before, [message(9, 40)])).toBe(before);
  expect(seqs(applyMessages(before, [message(2, 11, 2)]))).toEqual([10, 11]);
});

test('a stretch goes on below until it meets the end', () => {
  const before: Thread = { items: [message(1, 10)], complete: true, gap: true };
  const more = appendNewer(before, [message(1, 10), message(2, 11)], false);
  expect([seqs(more), more.gap, more.complete]).toEqual([[10, 11], true, true]);
  expect(appendNewer(more, [message(3, 12)], true).gap).toBe(false);
});

test('what is too much to keep goes at the far end', () => {
  const some = (from: number, count: number) => Array.from({ length: count }, (_, n) => message(from + n, from + n));
  const up = prependOlder(thread(...some(101, KEPT)), some(51, 50), false);
  expect([up.items.length, up.items[0]?.seq, up.items.at(-1)?.seq, up.gap]).toEqual([KEPT, 51, 50 + KEPT, true]);
  const down = appendNewer({ items: some(1, KEPT), complete: true, gap: true }, some(KEPT + 1, 50), true);
  expect([down.items.length, down.items[0]?.seq, down.complete, down.gap]).toEqual([KEPT, 51, false, false]);
});

test('a stretch read again loses what is gone and takes newer versions', () => {
  const before: Thread = { items: [message(1, 10), message(2, 11), message(3, 12, 4)], complete: false, gap: true };
  const after = refresh(before, [message(1, 10, 2), message(3, 12, 3)]);
  expect(after.items.map((one) => [one.id, one.version])).toEqual([[1, 2], [3, 4]]);
});

test('what a child or a parent is now stands on the other card at once', () => {
  const parent = { id: 1, parent: null, children: [{ id: 2, status: 'open', subject: null, contact_name: 'Вера' }, { id: 3, status: 'open', subject: null, contact_name: 'Пётр' }] } as unknown as Conversation;
  const row = (id: number, status: string) => ({ id, status, subject: null, contact: { name: 'Вера' } }) as ConversationRow;
  expect(tellKin(parent, row(2, 'resolved')).children.map((one) => one.status)).toEqual(['resolved', 'open']);
  expect(tellKin(parent, row(2, 'open'))).toBe(parent);
  expect(tellKin(parent, row(9, 'resolved'))).toBe(parent);
  const child = { ...parent, parent: parent.children[0], children: [] } as unknown as Conversation;
  expect(tellKin(child, row(2, 'snoozed')).parent?.status).toBe('snoozed');
});
