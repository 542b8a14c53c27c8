import type { ConversationRow } from '@otklik/api';
import { beforeEach, expect, test } from 'vitest';
import { dropNotices, dropSettled, noteNotice, noticed } from './noticed';

const ME = 1;
const row = (over: Partial<ConversationRow>) => ({ id: 7, status: 'open', assignee: null, unread: 1, ...over }) as ConversationRow;

beforeEach(() => noticed.set(new Map()));

test.each([
  ['waits in the queue', 'queue', row({}), true],
  ['a colleague took it', 'queue', row({ assignee: { id: 2, name: 'Борис' } }), false],
  ['I took it', 'queue', row({ assignee: { id: ME, name: 'Анна' } }), true],
  ['was closed', 'reply', row({ status: 'resolved' }), false],
  ['was read elsewhere', 'reply', row({ unread: 0, assignee: { id: ME, name: 'Анна' } }), false],
  ['names me though it is a colleague’s', 'mention', row({ assignee: { id: 2, name: 'Борис' } }), true],
] as const)('a notice of what %s', (_, happening, changed, stays) => {
  noteNotice(7, happening);
  dropSettled([changed], ME);
  expect(noticed.get().has(7)).toBe(stays);
});

test('what was looked at is dropped, the rest stays', () => {
  noteNotice(7, 'queue');
  noteNotice(8, 'reply');
  dropNotices([7, 99]);
  expect([...noticed.get().keys()]).toEqual([8]);
});
