// @vitest-environment happy-dom
import { Problem, type Message } from '@otklik/api';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { dropOutbox, openOutbox, outbox, postMessage, resend } from './outbox';
import { server } from './server';

const ME = 1;
const sent: Message[] = [];
const post = vi.spyOn(server, 'post');

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  sent.length = 0;
  post.mockReset();
  openOutbox(ME, (message) => sent.push(message));
});
afterEach(() => vi.useRealTimers());

const settle = () => vi.advanceTimersByTimeAsync(0);
const say = (text: string, seen_seq?: number) =>
  postMessage({ conversation_id: 7, message: { kind: 'reply', text, ...(seen_seq !== undefined && { seen_seq }) }, uploads: [], quoted: null });

test('a sent message leaves the outbox', async () => {
  post.mockResolvedValue({ id: 1 });
  say('Да');
  expect(outbox.get()).toHaveLength(1);
  await settle();
  expect(outbox.get()).toHaveLength(0);
  expect(sent).toEqual([{ id: 1 }]);
});

test('without a network it waits and goes later, under the same client id', async () => {
  post.mockRejectedValueOnce(new Problem(0, 'unreachable', '')).mockResolvedValue({ id: 1 });
  say('Да');
  await settle();
  expect(outbox.get()[0]?.state.kind).toBe('waiting');
  expect(JSON.stringify(localStorage)).toContain('Да');
  await vi.advanceTimersByTimeAsync(5000);
  expect(outbox.get()).toHaveLength(0);
  const ids = post.mock.calls.map((call) => (call[1] as { client_id: string }).client_id);
  expect(ids[0]).toBe(ids[1]);
});

test('a later message does not overtake a stuck one', async () => {
  post.mockRejectedValueOnce(new Problem(503, 'unavailable', ''));
  say('Первое');
  await settle();
  say('Второе');
  await settle();
  expect(post.mock.calls.map((call) => (call[1] as { text: string }).text)).not.toContain('Второе');
});

test('an answer of a colleague asks once, and the second try says what was seen', async () => {
  const problem = new Problem(409, 'answered_meanwhile', '', [], { by: { id: 2, name: 'Павел' }, at: '2026-11-22T10:00:00.000Z', seq: 12 });
  post.mockRejectedValueOnce(problem).mockResolvedValue({ id: 2 });
  say('Да', 10);
  await settle();
  expect(outbox.get()[0]?.state).toEqual({ kind: 'answered', by: 'Павел', at: '2026-11-22T10:00:00.000Z', seq: 12 });
  resend(outbox.get()[0]?.client_id ?? '');
  await settle();
  expect((post.mock.calls[1]?.[1] as { seen_seq: number }).seen_seq).toBe(12);
  expect(outbox.get()).toHaveLength(0);
});

test('a refusal stays in sight with its reason', async () => {
  post.mockRejectedValue(new Problem(422, 'invalid', 'Слишком длинно'));
  say('Да');
  await settle();
  expect(outbox.get()[0]?.state).toEqual({ kind: 'refused', code: 'invalid', detail: 'Слишком длинно' });
});

test('a message to be held waits at the server and is told of as such', async () => {
  const held: unknown[] = [];
  openOutbox(ME, (message) => sent.push(message), (one) => held.push(one));
  post.mockResolvedValue({ id: 5, state: 'waiting' });
  postMessage({ conversation_id: 7, message: { kind: 'reply', text: 'Да' }, uploads: [], quoted: null, hold: { delay_s: 5, resolve: true } });
  await settle();
  expect(outbox.get()).toHaveLength(0);
  expect([sent, held]).toEqual([[], [{ id: 5, state: 'waiting' }]]);
  const [path, body] = post.mock.calls[0] ?? [];
  expect(path).toBe('/conversations/7/held');
  expect(body).toMatchObject({ delay_s: 5, resolve: true, message: { text: 'Да' } });
});

test('what waits on two pages of one browser is kept for both, and what an older release kept is not lost', async () => {
  post.mockRejectedValue(new Problem(0, 'unreachable', ''));
  say('Первое');
  await settle();
  const first = Object.entries<string>(localStorage);
  localStorage.clear();
  openOutbox(ME, (message) => sent.push(message));
  await vi.advanceTimersByTimeAsync(1);
  say('Второе');
  await settle();
  for (const [name, value] of first) localStorage.setItem(name, value);
  localStorage.setItem('otklik.outbox', JSON.stringify([{ ...outbox.get()[0], client_id: '0', message: { client_id: '0', kind: 'reply', text: 'Давнее' } }]));
  openOutbox(ME, (message) => sent.push(message));
  expect(outbox.get().map((one) => one.message.text)).toEqual(['Давнее', 'Первое', 'Второе']);
  dropOutbox();
  expect(localStorage).toHaveLength(0);
});

test('closing waits until the reply has gone, and goes with it over a fault of the network', async () => {
  post.mockRejectedValueOnce(new Problem(0, 'unreachable', '')).mockResolvedValueOnce({ id: 1 }).mockRejectedValueOnce(new Problem(503, 'unavailable', '')).mockResolvedValue({ id: 1 });
  postMessage({ conversation_id: 7, message: { kind: 'reply', text: 'До свидания' }, uploads: [], quoted: null, resolves: true });
  await settle();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(post.mock.calls.map((call) => call[0].split('/').at(-1))).toEqual(['messages', 'messages', 'resolve', 'messages', 'resolve']);
  expect(new Set(post.mock.calls.filter((call) => call[0].endsWith('messages')).map((call) => call[2]?.idempotencyKey)).size).toBe(1);
  expect(outbox.get()).toEqual([]);
});

test('a refused reply closes nothing', async () => {
  post.mockRejectedValue(new Problem(422, 'invalid', 'слишком длинно'));
  postMessage({ conversation_id: 7, message: { kind: 'reply', text: 'До свидания' }, uploads: [], quoted: null, resolves: true });
  await settle();
  expect(post).toHaveBeenCalledTimes(1);
});

test('what somebody else left in this browser is neither shown nor sent', async () => {
  post.mockRejectedValue(new Problem(0, 'unreachable', ''));
  say('Моё');
  await settle();
  openOutbox(2, () => undefined);
  expect(outbox.get()).toEqual([]);
  expect(JSON.stringify(localStorage)).not.toContain('Моё');
});
