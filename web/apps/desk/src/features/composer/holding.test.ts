import { expect, test } from 'vitest';
import { AWAY_PX, HOLD_MS, isAway, judgeRelease } from './holding';

test('a click lets the recording go on, a hold ends it where the finger is', () => {
  expect(judgeRelease(HOLD_MS - 1, false, true)).toBe('goes_on');
  expect(judgeRelease(HOLD_MS - 1, true, true)).toBe('goes_on');
  expect(judgeRelease(HOLD_MS, false, true)).toBe('listen');
  expect(judgeRelease(HOLD_MS, true, true)).toBe('delete');
});

test('what is released while the browser asks for the microphone is not lost', () => {
  expect(judgeRelease(5000, false, false)).toBe('goes_on');
  expect(judgeRelease(5000, true, false)).toBe('goes_on');
});

test('away is counted in every direction', () => {
  expect(isAway(AWAY_PX, 0)).toBe(false);
  expect(isAway(-AWAY_PX - 1, 0)).toBe(true);
  expect(isAway(70, -70)).toBe(true);
});
