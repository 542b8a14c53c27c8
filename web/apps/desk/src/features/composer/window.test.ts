import { expect, test } from 'vitest';
import { openingOf } from './window';

const HOUR = 3_600_000;
const wrote = '2026-11-24T10:00:00Z';
const at = new Date(wrote).getTime();
const day = { reply_window_s: 86_400, human_window_s: 0 };
const week = { reply_window_s: 86_400, human_window_s: 7 * 86_400 };

test('a channel without windows is always open', () => {
  expect(openingOf(null, { reply_window_s: 0, human_window_s: 0 }, at)).toEqual({ stands: 'open', until: null });
  expect(openingOf(wrote, null, at)).toEqual({ stands: 'open', until: null });
});

test('who never wrote cannot be answered', () => {
  expect(openingOf(null, week, at)).toEqual({ stands: 'shut', until: null });
});

test('for a day everybody may answer, then nobody', () => {
  expect(openingOf(wrote, day, at + 23 * HOUR)).toEqual({ stands: 'open', until: at + 24 * HOUR });
  expect(openingOf(wrote, day, at + 24 * HOUR)).toEqual({ stands: 'shut', until: null });
});

test('where a person may longer, they may until the week ends', () => {
  expect(openingOf(wrote, week, at + 24 * HOUR)).toEqual({ stands: 'late', until: at + 168 * HOUR });
  expect(openingOf(wrote, week, at + 168 * HOUR)).toEqual({ stands: 'shut', until: null });
});
