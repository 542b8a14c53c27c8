import { beforeEach, expect, test } from 'vitest';
import { ActivityReport, TELL_MS } from './activity-report';

let now = 1_000_000;
let shared = 0;
let told: number[] = [];

const tab = () => new ActivityReport({ now: () => now, recall: () => shared, keep: (at) => (shared = at), tell: () => told.push(now) });

beforeEach(() => {
  now = 1_000_000;
  shared = 0;
  told = [];
});

test('any tab that is touched keeps the operator here', () => {
  const [first, second] = [tab(), tab()];
  first.touch(false);
  now += TELL_MS;
  second.touch(false);
  now += TELL_MS;
  first.touch(false);
  expect(told).toEqual([1_000_000, 1_000_000 + TELL_MS, 1_000_000 + 2 * TELL_MS]);
});

test('the tabs of a browser together tell now and then, not at each touch', () => {
  const [first, second] = [tab(), tab()];
  for (let step = 0; step < TELL_MS / 1000; step += 1) {
    first.touch(false);
    second.touch(false);
    now += 1000;
  }
  expect(told).toEqual([1_000_000]);
});

test('who was away is back without waiting', () => {
  const one = tab();
  one.touch(false);
  now += 2_000;
  one.touch(true);
  expect(told).toEqual([1_000_000, 1_002_000]);
});

test('a clock that was set back silences nobody', () => {
  shared = now + 3_600_000;
  tab().touch(false);
  expect(told).toEqual([now]);
});
