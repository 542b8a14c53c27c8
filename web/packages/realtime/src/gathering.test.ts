import type { ConversationRow, Message } from '@otklik/api';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Changes, ServerFrame } from './frames';
import { Gathering, joined } from './gathering';

const row = (id: number, version: number) => ({ id, version }) as ConversationRow;
const message = (id: number, text: string) => ({ id, text }) as Message;
const changes = (more: Partial<Changes>): Changes => ({ type: 'changes', ...more });

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('the first frame goes on at once, the next ones together, and a later one at once again', () => {
  const handed: ServerFrame[][] = [];
  const gathering = new Gathering((frames) => handed.push(frames));
  gathering.take(changes({ conversations: [row(1, 1)] }));
  expect(handed).toHaveLength(1);
  for (let version = 2; version < 50; version += 1) gathering.take(changes({ conversations: [row(version % 3, version)] }));
  expect(handed).toHaveLength(1);
  vi.advanceTimersByTime(100);
  expect(handed).toHaveLength(2);
  expect(handed[1]).toEqual([changes({ conversations: [row(2, 47), row(0, 48), row(1, 49)], messages: [], gone: [] })]);
  vi.advanceTimersByTime(100);
  gathering.take({ type: 'views' });
  expect(handed[2]).toEqual([{ type: 'views' }]);
});

test('frames under way are forgotten when it stops', () => {
  const handed: ServerFrame[][] = [];
  const gathering = new Gathering((frames) => handed.push(frames));
  gathering.take({ type: 'views' });
  gathering.take({ type: 'teams' });
  gathering.stop();
  vi.advanceTimersByTime(1_000);
  expect(handed).toEqual([[{ type: 'views' }]]);
});

test('the later word about a thing stands, whether it came or went', () => {
  const one = changes({ cursor: 'a', conversations: [row(1, 1), row(2, 1)], messages: [message(7, 'old')], gone: [3] });
  const two = changes({ conversations: [row(3, 2)], messages: [message(7, 'new'), message(8, 'x')], gone: [1] });
  expect(joined([one, two])).toEqual([changes({ cursor: 'a', conversations: [row(2, 1), row(3, 2)], messages: [message(7, 'new'), message(8, 'x')], gone: [1] })]);
});

test('other frames keep their place', () => {
  const frames: ServerFrame[] = [changes({ gone: [1] }), { type: 'views' }, changes({ gone: [2] })];
  expect(joined(frames)).toEqual(frames);
});
