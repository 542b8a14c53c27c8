import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { backoff } from './backoff';
import type { ServerFrame } from './frames';
import { LiveSocket, type LinkState } from './socket';

class FakeSocket {
  static readonly all: FakeSocket[] = [];
  readyState = 0;
  sent: string[] = [];
  onopen: () => void = () => undefined;
  onmessage: (event: { data: string }) => void = () => undefined;
  onclose: (event: { code: number }) => void = () => undefined;

  constructor() {
    FakeSocket.all.push(this);
  }
  send(text: string) {
    this.sent.push(text);
  }
  close() {
    this.readyState = 3;
  }
  accept(cursor: string, resync = false) {
    this.readyState = 1;
    this.onopen();
    this.onmessage({ data: JSON.stringify({ type: 'ready', cursor, resync }) });
  }
}

function arrange(ticket: () => Promise<string> = () => Promise.resolve('t'), since?: string) {
  const states: LinkState[] = [];
  const frames: ServerFrame[] = [];
  const live = new LiveSocket({
    ...(since !== undefined && { since: () => since }),
    ticket,
    address: (value) => `ws://desk?ticket=${value}`,
    onFrame: (frame) => frames.push(frame),
    onState: (state) => states.push(state),
    isSignedOut: (error) => error instanceof Error && error.message === 'signed out',
    open: () => new FakeSocket() as unknown as WebSocket,
  });
  return { live, states, frames };
}

const latest = () => FakeSocket.all.at(-1) ?? new FakeSocket();

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  FakeSocket.all.length = 0;
});

test('listens at first from the place it was given', async () => {
  const { live } = arrange(undefined, 'c0');
  live.start();
  await vi.advanceTimersByTimeAsync(0);
  latest().accept('c1');
  expect(latest().sent[0]).toBe('{"type":"hello","cursor":"c0"}');
});

test('says hello without a cursor first, and resumes from the last one', async () => {
  const { live, states } = arrange();
  live.start();
  await vi.advanceTimersByTimeAsync(0);
  latest().accept('c1');
  expect(latest().sent[0]).toBe('{"type":"hello","cursor":null}');
  latest().onmessage({ data: '{"type":"changes","cursor":"c2"}' });
  latest().onmessage({ data: '{"type":"changes"}' });
  latest().onclose({ code: 1006 });
  await vi.advanceTimersByTimeAsync(1_000);
  latest().accept('c2');
  expect(latest().sent[0]).toBe('{"type":"hello","cursor":"c2"}');
  expect(states).toEqual(['connecting', 'live', 'down', 'connecting', 'live']);
});

test('watches again after a break', async () => {
  const { live } = arrange();
  live.start();
  await vi.advanceTimersByTimeAsync(0);
  latest().accept('c1');
  live.watch(7);
  latest().onclose({ code: 4408 });
  await vi.advanceTimersByTimeAsync(1_000);
  latest().accept('c1');
  expect(latest().sent).toContain('{"type":"watch","conversation_id":7}');
});

test('stops when the session ends', async () => {
  const { live, states } = arrange();
  live.start();
  await vi.advanceTimersByTimeAsync(0);
  latest().accept('c1');
  latest().onclose({ code: 4401 });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(states.at(-1)).toBe('signed_out');
  expect(FakeSocket.all).toHaveLength(1);
});

test('a refused ticket ends the session too', async () => {
  const { live, states } = arrange(() => Promise.reject(new Error('signed out')));
  live.start();
  await vi.advanceTimersByTimeAsync(0);
  expect(states.at(-1)).toBe('signed_out');
});

test('a silent line is dropped and tried again', async () => {
  const { live, states } = arrange();
  live.start();
  await vi.advanceTimersByTimeAsync(0);
  latest().accept('c1');
  await vi.advanceTimersByTimeAsync(70_000);
  expect(states).toContain('down');
});

test.each([
  [0, 0, 500],
  [0, 1, 500],
  [3, 0, 2_000],
  [3, 1, 4_000],
  [20, 1, 30_000],
])('try %i with chance %d waits %i ms', (attempt, random, wait) => {
  expect(backoff(attempt, random)).toBe(wait);
});
