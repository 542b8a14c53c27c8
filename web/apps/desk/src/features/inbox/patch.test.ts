import type { ConversationRow } from '@otklik/api';
import { expect, test } from 'vitest';
import { applyRows, belongs, compareRows, renamed, type RowPages } from './patch';

const ME = { id: 1, team_ids: [] };

function row(id: number, over: Partial<ConversationRow> = {}): ConversationRow {
  return {
    id,
    status: 'open',
    contact: { id, name: `Гость ${id}`, avatar_url: null, vip: false },
    channel: 'telegram',
    inbox_id: 1,
    inbox_name: 'Магазин',
    channels: ['telegram'],
    subject: null,
    preview: null,
    last_message_at: `2026-11-22T10:00:0${id}.000Z`,
    waiting_since: null,
    unread: 0,
    assignee: null,
    team: null,
    last_seq: 1,
    failed: 0,
    snoozed_until: null,
    snooze_back: 'holder',
    wake_on_reply: true,
    priority: 'normal',
    spam: false,
    returned: false, wrote_asleep: false,
    tags: [],
    created_at: '2026-11-22T09:00:00.000Z',
    version: 1,
    ...over,
  };
}

function pages(rows: ConversationRow[], next: string | null = null): RowPages {
  return { pages: [{ items: rows, next_cursor: next }], pageParams: [null] };
}

const ids = (data: RowPages) => data.pages.flatMap((page) => page.items).map((one) => one.id);

test.each([
  ['mine', row(1, { assignee: { id: ME.id, name: 'Я' } }), true],
  ['mine', row(1), false],
  ['unassigned', row(1), true],
  ['waiting', row(1, { waiting_since: '2026-11-22T10:00:00.000Z' }), true],
  ['open', row(1, { status: 'resolved' }), false],
  ['snoozed', row(1, { status: 'snoozed' }), true],
  ['team:4', row(1, { team: { id: 4, name: 'Продажи' } }), true],
  ['team:5', row(1, { team: { id: 4, name: 'Продажи' } }), false],
  ['failed', row(1, { failed: 2, status: 'resolved' }), true],
])('view %s holds the row: %#', (view, one, verdict) => {
  expect(belongs(one, { view }, ME)).toBe(verdict);
});

test('what nobody holds is for those of its team, for those of no team, and all of it when no team has it', () => {
  const free = row(1, { team: { id: 4, name: 'Продажи' } });
  expect(belongs(free, { view: 'unassigned' }, ME)).toBe(true);
  expect(belongs(free, { view: 'unassigned' }, { id: 1, team_ids: [4, 5] })).toBe(true);
  expect(belongs(free, { view: 'unassigned' }, { id: 1, team_ids: [5] })).toBe(false);
  expect(belongs(row(1), { view: 'unassigned' }, { id: 1, team_ids: [5] })).toBe(true);
});

test('by the day they began, whatever was written since', () => {
  const old = row(9, { created_at: '2026-11-20T09:00:00.000Z', last_message_at: '2026-11-22T12:00:00.000Z' });
  expect([old, row(1)].sort(compareRows('open', 'created')).map((one) => one.id)).toEqual([1, 9]);
});

test('only the server knows what a search finds', () => {
  expect(belongs(row(1), { view: 'open', q: 'возврат' }, ME)).toBeNull();
});

test('the longest waiting stands first, the silent ones follow by their last message', () => {
  const waiting = row(3, { waiting_since: '2026-11-22T08:00:00.000Z' });
  const later = row(2, { waiting_since: '2026-11-22T09:00:00.000Z' });
  expect([row(1), row(4), later, waiting].sort(compareRows('open')).map((one) => one.id)).toEqual([3, 2, 4, 1]);
});

test('a row that left the view goes, a new one takes its place', () => {
  const before = pages([row(2), row(1)]);
  const closed = row(2, { status: 'resolved', version: 2 });
  const fresh = row(5, { waiting_since: '2026-11-22T10:01:00.000Z' });
  expect(ids(applyRows(before, { rows: [closed, fresh], gone: [] }, { view: 'open' }, ME))).toEqual([5, 1]);
});

test('an older version changes nothing, and neither does the same one', () => {
  const before = pages([row(1, { version: 5 })]);
  expect(applyRows(before, { rows: [row(1, { version: 4 })], gone: [] }, { view: 'open' }, ME)).toBe(before);
  expect(applyRows(before, { rows: [row(1, { version: 5 })], gone: [] }, { view: 'open' }, ME)).toBe(before);
});

test('a row beyond what is loaded waits for its page', () => {
  const before = pages([row(9), row(8)], 'next');
  expect(ids(applyRows(before, { rows: [row(3)], gone: [] }, { view: 'all' }, ME))).toEqual([9, 8]);
});

test('gone conversations vanish', () => {
  expect(ids(applyRows(pages([row(2), row(1)]), { rows: [], gone: [2] }, { view: 'all' }, ME))).toEqual([1]);
});

test('spam stands among spam and all, and nowhere else', () => {
  const spam = row(1, { status: 'resolved', spam: true, failed: 1, assignee: { id: ME.id, name: 'Я' } });
  const views = ['mine', 'unassigned', 'waiting', 'open', 'snoozed', 'resolved', 'failed', 'spam', 'all'];
  expect(views.filter((view) => belongs(spam, { view }, ME))).toEqual(['spam', 'all']);
  expect(belongs(row(2, { status: 'resolved' }), { view: 'resolved' }, ME)).toBe(true);
});

test('a customer gets another name in every row of theirs, and other rows stay the very same', () => {
  const before = { ...pages([row(1), row(2)]), pages: [{ items: [row(1), row(2, { contact: { id: 1, name: 'Гость 1', avatar_url: null, vip: false } })], next_cursor: null }, { items: [row(3)], next_cursor: null }] };
  const after = renamed(before, [{ id: 1, name: 'Ольга', avatar_url: '/o.png', vip: true }]);
  expect(after.pages.flatMap((page) => page.items).map((one) => one.contact.name)).toEqual(['Ольга', 'Ольга', 'Гость 3']);
  expect(renamed(before, [{ id: 9, name: 'Никто', avatar_url: null, vip: false }])).toBe(before);
});

test('groups come first, and within them the order of the list', () => {
  const by = (id: number, name: string | null, at: number) => row(id, { assignee: name === null ? null : { id: name.length, name }, last_message_at: `2026-11-22T10:00:0${at}.000Z` });
  const rows = [by(1, 'Яна', 9), by(2, null, 1), by(3, 'Анна', 2), by(4, 'Анна', 5), by(5, null, 7)];
  expect(rows.sort(compareRows('all', '', 'assignee')).map((one) => one.id)).toEqual([5, 2, 4, 3, 1]);
});

test('a row that another operator takes goes to their group', () => {
  const mine = { assignee: { id: 1, name: 'Анна' } };
  const before = pages([row(9), row(2), row(1, mine)]);
  const filter = { view: 'open', group: 'assignee' as const };
  expect(ids(applyRows(before, { rows: [row(9, { ...mine, version: 2 })], gone: [] }, filter, ME))).toEqual([2, 9, 1]);
});

test('facts of a list stay until they are asked for again, and are renewed though the row is the same', () => {
  const before = pages([row(1, { facts: { topic: 'Доставка' } })]);
  const pushed = applyRows(before, { rows: [row(1, { version: 2 })], gone: [] }, { view: 'open' }, ME);
  expect(pushed.pages[0]?.items[0]?.facts).toEqual({ topic: 'Доставка' });
  const asked = applyRows(pushed, { rows: [row(1, { version: 2, facts: { topic: 'Оплата' } })], gone: [] }, { view: 'open' }, ME);
  expect(asked.pages[0]?.items[0]?.facts).toEqual({ topic: 'Оплата' });
  expect(applyRows(asked, { rows: [row(1, { version: 2, facts: { topic: 'Оплата' } })], gone: [] }, { view: 'open' }, ME)).toBe(asked);
});
