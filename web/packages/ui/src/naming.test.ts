import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Naming, REST_MS, STILL_READING_MS } from './naming';

const one = { isConnected: true };
const other = { isConnected: true };
let seen: (object | null)[] = [];
let naming = new Naming<{ isConnected: boolean }>(() => undefined);

beforeEach(() => {
  vi.useFakeTimers();
  seen = [];
  naming = new Naming((named) => seen.push(named));
});

afterEach(() => {
  vi.useRealTimers();
});

test('a name comes when the pointer rests, and goes with it', () => {
  naming.point(one);
  vi.advanceTimersByTime(REST_MS - 1);
  expect(seen).toEqual([]);
  vi.advanceTimersByTime(1);
  naming.point(null);
  expect(seen).toEqual([one, null]);
});

test('moving within the same thing does not begin the wait anew', () => {
  naming.point(one);
  vi.advanceTimersByTime(REST_MS - 1);
  naming.point(one);
  vi.advanceTimersByTime(1);
  expect(seen).toEqual([one]);
});

test('passing by names nothing', () => {
  naming.point(one);
  naming.point(null);
  vi.advanceTimersByTime(REST_MS * 2);
  expect(seen).toEqual([]);
});

test('the next name comes at once while names are being read', () => {
  naming.point(one);
  vi.advanceTimersByTime(REST_MS);
  naming.point(other);
  expect(seen).toEqual([one, null, other]);
  naming.point(null);
  vi.advanceTimersByTime(STILL_READING_MS);
  naming.point(one);
  expect(seen).toEqual([one, null, other, null]);
});

test('what is pressed is not named until the pointer has left it', () => {
  naming.point(one);
  vi.advanceTimersByTime(REST_MS);
  naming.press(one);
  naming.point(one);
  vi.advanceTimersByTime(REST_MS * 2);
  expect(seen).toEqual([one, null]);
  naming.point(null);
  naming.point(one);
  vi.advanceTimersByTime(REST_MS);
  expect(seen).toEqual([one, null, one]);
});

test('what has left the page meanwhile is not named', () => {
  const gone = { isConnected: true };
  naming.point(gone);
  gone.isConnected = false;
  vi.advanceTimersByTime(REST_MS);
  expect(seen).toEqual([]);
});
