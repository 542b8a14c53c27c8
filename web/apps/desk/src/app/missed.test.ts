import type { Changes } from '@otklik/realtime';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Missed } from './missed';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const changes = (...messages: [number, 'in' | 'out'][]) => ({ type: 'changes', messages: messages.map(([id, direction]) => ({ id, direction })) }) as unknown as Changes;

test('after an outage the messages of customers are counted, each once', () => {
  const tell = vi.fn();
  const missed = new Missed(tell);
  missed.cut();
  vi.advanceTimersByTime(3_000);
  missed.cut();
  vi.advanceTimersByTime(3_000);
  missed.back();
  missed.take(changes([1, 'in'], [2, 'out'], [3, 'in']));
  missed.take(changes([3, 'in']));
  vi.advanceTimersByTime(2_000);
  missed.take(changes([4, 'in']));
  expect(tell.mock.calls).toEqual([[2]]);
});

test('a blink, the first line of a page, and silence are not worth a word', () => {
  const tell = vi.fn();
  const missed = new Missed(tell);
  missed.back();
  missed.take(changes([1, 'in']));
  missed.cut();
  vi.advanceTimersByTime(1_000);
  missed.back();
  missed.take(changes([2, 'in']));
  missed.cut();
  vi.advanceTimersByTime(9_000);
  missed.back();
  vi.advanceTimersByTime(9_000);
  expect(tell).not.toHaveBeenCalled();
});
